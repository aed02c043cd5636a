/**
 * Reads one table, which may stand in several files. Every key that is asked for counts as known,
 * so the code that reads is the list of the keys: nothing else has to be kept in step.
 */
import { Problem, Report } from "./problem";
import { similarName } from "./similar";
import { Document } from "./toml";
import { Node, NodeKind } from "./toml_node";

/** A settings file that was read. */
export class Source {
  constructor(
    public file: string,
    public document: Document,
  ) {}
}

/** Kind of a value as part of a sentence. */
function kindText(node: Node): string {
  switch (node.kind) {
    case NodeKind.TABLE:
      return "a table";
    case NodeKind.ARRAY:
      return "an array";
    case NodeKind.STRING:
      return node.text.length == 0 ? "empty" : "a string";
    case NodeKind.INTEGER:
    case NodeKind.FLOAT:
      return "a number";
    case NodeKind.BOOLEAN:
      return "true or false";
    default:
      return "a date or time";
  }
}

function isWhole(node: Node, least: i64, most: i64): bool {
  return node.kind == NodeKind.INTEGER && node.integer >= least && node.integer <= most;
}

export class TableReader {
  /** The keys that were asked for. */
  known: string[] = [];
  /** Values never appear in messages. */
  isSecret: bool = false;
  /** Keys that begin so belong to others; "" if none do. */
  foreignPrefix: string = "";
  // The key that was asked for last, and where its value stands.
  private key: string = "";
  private node: Node | null = null;
  private source: Source;

  /**
   * `sources` in their order, the last one wins; `nodes` is the table in each of them, or null.
   * There is at least one source.
   */
  constructor(
    private report: Report,
    private sources: Source[],
    private nodes: Array<Node | null>,
    /** Dotted; empty for the root. */
    public name: string,
  ) {
    this.source = sources[0];
  }

  /** The value of a key, or null. */
  find(key: string): Node | null {
    this.known.push(key);
    this.key = key;
    this.source = this.sources[0];
    this.node = null;
    for (let i = this.sources.length - 1; i >= 0; i--) {
      const table = this.nodes[i];
      if (table === null) continue;
      const node = table.find(key);
      if (node === null) continue;
      this.source = this.sources[i];
      this.node = node;
      return node;
    }
    return null;
  }

  /** The table below this one. */
  table(key: string): TableReader {
    const nodes = new Array<Node | null>(this.sources.length);
    this.find(key);
    for (let i = 0; i < this.sources.length; i++) {
      const parent = this.nodes[i];
      if (parent === null) continue;
      const node = parent.find(key);
      if (node === null) continue;
      if (node.kind == NodeKind.TABLE) {
        nodes[i] = node;
      } else {
        this.node = node;
        this.source = this.sources[i];
        this.refuse("a table");
      }
    }
    const name = this.name.length > 0 ? this.name + "." + key : key;
    return new TableReader(this.report, this.sources, nodes, name);
  }

  // Values. Each returns the fallback where the key is missing or wrong; wrong is a problem.

  /** A whole number; `unit` in the plural, as in "seconds". */
  whole(key: string, unit: string, least: i32, most: i32, fallback: i32): i32 {
    const node = this.find(key);
    if (node === null) return fallback;
    if (isWhole(node, least, most)) return <i32>node.integer;
    this.refuse(this.range("whole " + unit, least, most));
    return fallback;
  }

  /** A whole number of 64 bits that is not negative. */
  long(key: string, fallback: i64): i64 {
    const node = this.find(key);
    if (node === null) return fallback;
    if (isWhole(node, 0, i64.MAX_VALUE)) return node.integer;
    this.refuse("a whole number from 0 on");
    return fallback;
  }

  /** A number with or without a fraction from -most to most; NaN if missing or wrong. */
  degrees(key: string, most: i32): f64 {
    const node = this.find(key);
    if (node === null) return NaN;
    const isNumber = node.kind == NodeKind.INTEGER || node.kind == NodeKind.FLOAT;
    if (isNumber && abs(node.float) <= <f64>most) return node.float;
    this.refuse(this.range("degrees", -most, most));
    return NaN;
  }

  flag(key: string, fallback: bool): bool {
    const node = this.find(key);
    if (node === null) return fallback;
    if (node.kind == NodeKind.BOOLEAN) return node.integer == 1;
    this.refuse("true or false");
    return fallback;
  }

  /** 0 or 1, also written as false or true. */
  bit(key: string, fallback: i32): i32 {
    const node = this.find(key);
    if (node === null) return fallback;
    if (node.kind == NodeKind.BOOLEAN || isWhole(node, 0, 1)) return <i32>node.integer;
    this.refuse("true, false, 1 or 0");
    return fallback;
  }

  text(key: string, fallback: string, unitsMax: i32): string {
    const node = this.find(key);
    if (node === null) return fallback;
    if (node.kind == NodeKind.STRING && node.text.length <= unitsMax) return node.text;
    this.refuse("a string of at most " + unitsMax.toString() + " characters");
    return fallback;
  }

  /** One of several words; its index in them. */
  word(key: string, words: string[], fallback: i32): i32 {
    const node = this.find(key);
    if (node === null) return fallback;
    const index = node.kind == NodeKind.STRING ? words.indexOf(node.text) : -1;
    if (index >= 0) return index;
    this.refuse("one of " + words.join(", "));
    return fallback;
  }

  /** An array of some of these words, each at most once, at least one; their indices. */
  words(key: string, words: string[], fallback: StaticArray<i32>): StaticArray<i32> {
    const node = this.find(key);
    if (node === null) return fallback;
    const indices = new StaticArray<i32>(node.count);
    let isGood = node.kind == NodeKind.ARRAY && node.count > 0;
    let element = node.first;
    for (let i = 0; isGood && element !== null; i++) {
      const index = element.kind == NodeKind.STRING ? words.indexOf(element.text) : -1;
      isGood = index >= 0 && !indices.slice<StaticArray<i32>>(0, i).includes(index);
      indices[i] = index;
      element = element.next;
    }
    if (isGood) return indices;
    this.refuse("an array of one or more of " + words.join(", "));
    return fallback;
  }

  /** An array of countMin or two whole numbers; null if the key is missing or wrong. */
  wholes(key: string, unit: string, least: i32, most: i32, countMin: i32): StaticArray<i32> | null {
    const node = this.find(key);
    if (node === null) return null;
    let isGood = node.kind == NodeKind.ARRAY && node.count >= countMin && node.count <= 2;
    const values = new StaticArray<i32>(isGood ? node.count : 0);
    let element = node.first;
    for (let i = 0; isGood && element !== null; i++) {
      isGood = isWhole(element, least, most);
      values[i] = <i32>element.integer;
      element = element.next;
    }
    if (isGood) return values;
    const form = countMin == 2 ? "an array of two " : "an array of one or two ";
    this.refuse(form + this.range("whole " + unit, least, most));
    return null;
  }

  // The key that was asked for last

  get isMissing(): bool {
    return this.node === null;
  }

  /** Its value is wrong. */
  refuse(expected: string): void {
    const node = this.node;
    if (node === null) return;
    let found = this.isSecret ? "" : this.source.document.source(node);
    if (found.length == 0) found = kindText(node);
    this.report.addProblem(this.problem(node.at, " is " + found + "; expected " + expected));
  }

  /** Its value is a problem for a reason of its own; the place of the key's table if it is missing. */
  complain(text: string): void {
    this.report.addProblem(this.problem(this.place(), text));
  }

  /** As complain, but nothing stops because of it. */
  warn(text: string): void {
    this.report.addWarning(this.problem(this.place(), text));
  }

  /** It is missing. */
  miss(advice: string): void {
    this.complain(" is missing; add " + advice);
  }

  /** Warn of keys that nobody asked for. */
  warnOfUnknown(): void {
    for (let i = 0; i < this.sources.length; i++) {
      const table = this.nodes[i];
      this.source = this.sources[i];
      this.node = table === null ? null : table.first;
      let node = this.node;
      while (node !== null) {
        if (!this.known.includes(node.key)) this.warnOf(node);
        node = node.next;
      }
    }
  }

  private warnOf(node: Node): void {
    if (this.foreignPrefix.length > 0 && node.key.startsWith(this.foreignPrefix)) return;
    this.key = node.key.substring(0, 40);
    const similar = similarName(node.key, this.known);
    const advice = similar.length > 0 ? "; did you mean " + similar + "?" : " and has no effect";
    this.report.addWarning(this.problem(node.keyAt, " is unknown" + advice));
  }

  private range(what: string, least: i32, most: i32): string {
    return what + " from " + least.toString() + " to " + most.toString();
  }

  private place(): i32 {
    const node = this.node;
    if (node !== null) return node.at;
    const table = this.nodes[0];
    return table === null || this.name.length == 0 ? -1 : table.keyAt;
  }

  /** A problem at a byte offset of the source, -1 for none. */
  private problem(at: i32, text: string): Problem {
    const document = this.source.document;
    const name = this.name;
    return new Problem(
      this.source.file,
      at < 0 ? 0 : document.lineOf(at),
      at < 0 ? 0 : document.columnOf(at),
      name.length > 0 ? name + "." + this.key : this.key,
      (name.length > 0 ? "[" + name + "] " : "") + this.key + text,
    );
  }
}
