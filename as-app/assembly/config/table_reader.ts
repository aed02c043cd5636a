/**
 * Reads one table of merged settings files. Every key that is asked for counts as known,
 * so the code that reads is the list of the keys: nothing else has to be kept in step.
 */
import { Problem, Report } from "./problem";
import { similarName } from "./similar";
import { Document } from "./toml";
import { Node, NodeKind } from "./toml_node";
import { wordIndex } from "./word_list";

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
  // The key that was asked for last, and its value.
  private key: string = "";
  private node: Node | null = null;

  constructor(
    private report: Report,
    /** What the layers of the nodes are; there is at least one. */
    private sources: Source[],
    /** The table itself, null if it is missing. */
    private self: Node | null,
    /** Dotted; empty for the root. */
    public name: string,
  ) {}

  /** The value of a key, or null. */
  find(key: string): Node | null {
    const self = this.self;
    this.known.push(key);
    this.key = key;
    this.node = self === null ? null : self.find(key);
    return this.node;
  }

  /** The table below this one. */
  table(key: string): TableReader {
    let node = this.find(key);
    if (node !== null && node.kind != NodeKind.TABLE) {
      this.refuse("a table");
      node = null;
    }
    const name = this.name.length > 0 ? this.name + "." + key : key;
    return new TableReader(this.report, this.sources, node, name);
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
  word(key: string, words: string, fallback: i32): i32 {
    const node = this.find(key);
    if (node === null) return fallback;
    const index = node.kind == NodeKind.STRING ? wordIndex(words, node.text) : -1;
    if (index >= 0) return index;
    this.refuse("one of " + words);
    return fallback;
  }

  /** An array of some of at most 32 words, each at most once, at least one; their indices. */
  words(key: string, words: string, fallback: StaticArray<i32>): StaticArray<i32> {
    const node = this.find(key);
    if (node === null) return fallback;
    const indices = new StaticArray<i32>(node.count);
    let isGood = node.kind == NodeKind.ARRAY && node.count > 0;
    let seen = 0;
    let element = node.first;
    for (let i = 0; isGood && element !== null; i++) {
      const index = element.kind == NodeKind.STRING ? wordIndex(words, element.text) : -1;
      isGood = index >= 0 && (seen & (1 << index)) == 0;
      seen |= 1 << index;
      unchecked((indices[i] = index));
      element = element.next;
    }
    if (isGood) return indices;
    this.refuse("an array of one or more of " + words);
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
      unchecked((values[i] = <i32>element.integer));
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
    let found = this.isSecret ? "" : this.sources[node.layer].document.source(node);
    if (found.length == 0) found = kindText(node);
    this.report.addProblem(
      this.problem(node.layer, node.at, " is " + found + "; expected " + expected),
    );
  }

  /** Its value is a problem for a reason of its own; the place of the key's table if it is missing. */
  complain(text: string): void {
    this.report.addProblem(this.problemHere(text));
  }

  /** As complain, but nothing stops because of it. */
  warn(text: string): void {
    this.report.addWarning(this.problemHere(text));
  }

  /** It is missing. */
  miss(advice: string): void {
    this.complain(" is missing; add " + advice);
  }

  /** Warn of keys that nobody asked for. */
  warnOfUnknown(): void {
    const self = this.self;
    if (self === null) return;
    let node = self.first;
    while (node !== null && !this.report.isFullOfWarnings) {
      if (!this.known.includes(node.key)) this.warnOf(node);
      node = node.next;
    }
  }

  private warnOf(node: Node): void {
    if (this.foreignPrefix.length > 0 && node.key.startsWith(this.foreignPrefix)) return;
    this.key = node.key.substring(0, 40);
    const similar = similarName(node.key, this.known);
    const advice = similar.length > 0 ? "; did you mean " + similar + "?" : " and has no effect";
    this.report.addWarning(this.problem(node.layer, node.keyAt, " is unknown" + advice));
  }

  private range(what: string, least: i32, most: i32): string {
    return what + " from " + least.toString() + " to " + most.toString();
  }

  /** A problem of the value; of the table's name if there is no value. */
  private problemHere(text: string): Problem {
    const node = this.node;
    if (node !== null) return this.problem(node.layer, node.at, text);
    const self = this.self;
    if (self === null || this.name.length == 0) return this.problem(0, -1, text);
    return this.problem(self.layer, self.keyAt, text);
  }

  /** A problem at a byte offset of a source, -1 for none. */
  private problem(layer: i32, at: i32, text: string): Problem {
    const source = this.sources[layer];
    const name = this.name;
    return new Problem(
      source.file,
      at < 0 ? 0 : source.document.lineOf(at),
      at < 0 ? 0 : source.document.columnOf(at),
      name.length > 0 ? name + "." + this.key : this.key,
      (name.length > 0 ? "[" + name + "] " : "") + this.key + text,
    );
  }
}
