/** TOML 1.0.0, whole: bytes to a tree with the place of every key and value. */
import { fromUtf8, isAlphanumeric } from "../host/text";
import { isDateOrTime, readDateTime } from "./toml_date_time";
import { Node, NodeKind, Origin } from "./toml_node";
import { readNumber } from "./toml_number";
import { isControl, Scanner } from "./toml_scanner";
import { APOSTROPHE, QUOTE, StringReader } from "./toml_string";
import { checkUtf8 } from "./toml_utf8";

/** Tables and arrays may be nested this deep, so that no document uses up the stack. */
export const DEPTH_MAX: i32 = 32;

const OPEN_BRACKET: i32 = 0x5b;
const CLOSE_BRACKET: i32 = 0x5d;
const CLOSE_BRACE: i32 = 0x7d;
const COMMA: i32 = 0x2c;

/** A parsed document, or the reason why it is none. */
export class Document {
  constructor(
    private scanner: Scanner,
    public root: Node,
  ) {}

  /** What is wrong, without its place and without a value; empty if the document is TOML. */
  get error(): string {
    return this.scanner.error;
  }

  /** Byte offset of what is wrong. */
  get errorAt(): i32 {
    return this.scanner.errorAt;
  }

  /** What CircuitPython does with it instead; empty if nothing else. */
  get circuitPython(): string {
    return this.scanner.circuitPython;
  }

  /** Line of a byte offset, from 1. */
  lineOf(offset: i32): i32 {
    return this.scanner.lineOf(offset);
  }

  /** Column of a byte offset, in characters from 1. */
  columnOf(offset: i32): i32 {
    return this.scanner.columnOf(offset);
  }

  /** The error as one sentence with line and column; empty if there is none. */
  describe(): string {
    if (this.error.length == 0) return "";
    const line = this.lineOf(this.errorAt).toString();
    return (
      "line " + line + ", column " + this.columnOf(this.errorAt).toString() + ": " + this.error
    );
  }

  /** A value as it is written, or an empty string if that is longer than a line can show. */
  source(node: Node): string {
    const length = node.end - node.at;
    if (length > 40) return "";
    for (let at = node.at; at < node.end; at++) {
      if (isControl(this.scanner.byteAt(at))) return "";
    }
    return fromUtf8(this.scanner.bytes, node.at, length);
  }
}

function isBareKey(byte: i32): bool {
  return isAlphanumeric(byte) || byte == 0x5f || byte == 0x2d;
}

class Parser {
  private strings: StringReader;
  private nodes: i32 = 0;
  /** The part of a key that was read last. */
  private key: string = "";
  private keyAt: i32 = 0;

  constructor(
    private scanner: Scanner,
    private nodesMax: i32,
    private layer: i32,
  ) {
    this.strings = new StringReader(scanner);
  }

  run(): Document {
    const scanner = this.scanner;
    const root = new Node(NodeKind.TABLE);
    const document = new Document(scanner, root);
    if (!checkUtf8(scanner)) return document;
    let table: Node | null = root;
    while (scanner.peek() >= 0) {
      scanner.skipBlanks();
      const byte = scanner.peek();
      if (byte == OPEN_BRACKET) {
        table = this.readHeader(root);
      } else if (byte >= 0 && byte != 0x23 && byte != 0x0a && byte != 0x0d) {
        if (!this.readPair(table)) break;
      }
      if (table === null || !scanner.endLine()) break;
    }
    return document;
  }

  private fail(at: i32, error: string): Node | null {
    this.scanner.fail(at, error);
    return null;
  }

  /** A new node below `parent` under the key that was read last; null beyond a limit. */
  private add(parent: Node, kind: NodeKind, origin: Origin): Node | null {
    if (parent.depth == DEPTH_MAX) {
      return this.fail(this.scanner.at, "tables and arrays may be nested at most 32 deep");
    }
    if (this.nodes++ == this.nodesMax) {
      return this.fail(this.scanner.at, "the file holds too many values; shorten it");
    }
    const node = new Node(kind);
    node.origin = origin;
    node.layer = this.layer;
    node.depth = parent.depth + 1;
    node.at = this.scanner.at;
    node.keyAt = node.at;
    if (parent.kind == NodeKind.TABLE) {
      node.key = this.key;
      node.keyAt = this.keyAt;
    }
    parent.append(node);
    return node;
  }

  private failTwice(first: Node): Node | null {
    const line = this.scanner.lineOf(first.keyAt).toString();
    return this.fail(this.keyAt, "this name is already in use since line " + line);
  }

  // Keys

  private readKeyPart(): bool {
    const scanner = this.scanner;
    const byte = scanner.peek();
    this.keyAt = scanner.at;
    if (byte == QUOTE || byte == APOSTROPHE) {
      const key = this.strings.read(false);
      if (key === null) return false;
      this.key = key;
      return true;
    }
    while (isBareKey(scanner.peek())) scanner.at++;
    if (scanner.at == this.keyAt) {
      return scanner.fail(
        scanner.at,
        "expected a name of letters, digits, - and _, or one in quotes",
      );
    }
    this.key = fromUtf8(scanner.bytes, this.keyAt, scanner.at - this.keyAt);
    return true;
  }

  /** Read a key; the table that its last part belongs to, which is left in `key`. */
  private readKey(start: Node, isHeader: bool): Node | null {
    const scanner = this.scanner;
    let table = start;
    while (true) {
      if (!this.readKeyPart()) return null;
      scanner.skipBlanks();
      if (!scanner.take(0x2e)) return table;
      scanner.skipBlanks();
      const next = isHeader ? this.enterByHeader(table) : this.enterByDot(table);
      if (next === null) return null;
      table = next;
    }
  }

  private enterByHeader(table: Node): Node | null {
    const child = table.find(this.key);
    if (child === null) return this.add(table, NodeKind.TABLE, Origin.IMPLIED);
    if (child.origin == Origin.VALUE) return this.failTwice(child);
    return child.kind == NodeKind.ARRAY ? child.last : child;
  }

  private enterByDot(table: Node): Node | null {
    const child = table.find(this.key);
    if (child === null) return this.add(table, NodeKind.TABLE, Origin.DOTTED);
    return child.origin == Origin.DOTTED ? child : this.failTwice(child);
  }

  // Tables

  /** `[table]` or `[[array of tables]]`; the table that the next pairs belong to. */
  private readHeader(root: Node): Node | null {
    const scanner = this.scanner;
    scanner.at++;
    const isArray = scanner.take(OPEN_BRACKET);
    scanner.skipBlanks();
    const parent = this.readKey(root, true);
    if (parent === null) return null;
    if (!scanner.take(CLOSE_BRACKET) || (isArray && !scanner.take(CLOSE_BRACKET))) {
      return this.fail(scanner.at, "expected ] (or ]] after [[) at the end of the table's name");
    }
    return isArray ? this.openArrayTable(parent) : this.openTable(parent);
  }

  private openTable(parent: Node): Node | null {
    const table = parent.find(this.key);
    if (table === null) return this.add(parent, NodeKind.TABLE, Origin.HEADER);
    if (table.origin != Origin.IMPLIED) return this.failTwice(table);
    table.origin = Origin.HEADER;
    table.keyAt = this.keyAt;
    return table;
  }

  private openArrayTable(parent: Node): Node | null {
    let array = parent.find(this.key);
    if (array === null) {
      array = this.add(parent, NodeKind.ARRAY, Origin.HEADER);
      if (array === null) return null;
    } else if (array.kind != NodeKind.ARRAY || array.origin != Origin.HEADER) {
      return this.failTwice(array);
    }
    return this.add(array, NodeKind.TABLE, Origin.HEADER);
  }

  /** `key = value` */
  private readPair(start: Node): bool {
    const scanner = this.scanner;
    const table = this.readKey(start, false);
    if (table === null) return false;
    const twin = table.find(this.key);
    if (twin !== null) {
      scanner.circuitPython = "CircuitPython takes the first";
      return this.failTwice(twin) !== null;
    }
    if (!scanner.take(0x3d)) return scanner.fail(scanner.at, "expected = after the name");
    scanner.skipBlanks();
    return this.readValue(table);
  }

  // Values

  private readValue(parent: Node): bool {
    const scanner = this.scanner;
    const node = this.add(parent, NodeKind.STRING, Origin.VALUE);
    if (node === null || !this.readInto(node)) return false;
    node.end = scanner.at;
    return true;
  }

  private readInto(node: Node): bool {
    const scanner = this.scanner;
    const byte = scanner.peek();
    if (byte == QUOTE || byte == APOSTROPHE) {
      const text = this.strings.read(true);
      if (text === null) return false;
      node.text = text;
      return true;
    }
    if (byte == OPEN_BRACKET) return this.readArray(node);
    if (byte == 0x7b) return this.readInlineTable(node);
    if (byte == 0x74 || byte == 0x66) return this.readBoolean(node);
    return isDateOrTime(scanner) ? readDateTime(scanner, node) : readNumber(scanner, node);
  }

  private readBoolean(node: Node): bool {
    const scanner = this.scanner;
    const from = scanner.at;
    while (isBareKey(scanner.peek())) scanner.at++;
    const word = fromUtf8(scanner.bytes, from, scanner.at - from);
    node.kind = NodeKind.BOOLEAN;
    node.integer = word == "true" ? 1 : 0;
    if (node.integer == 1 || word == "false") return true;
    return scanner.fail(from, "expected true or false here; put text in quotes");
  }

  private readArray(array: Node): bool {
    const scanner = this.scanner;
    const from = scanner.at++;
    array.kind = NodeKind.ARRAY;
    while (true) {
      if (!scanner.skipGap()) return false;
      if (scanner.take(CLOSE_BRACKET)) return true;
      if (scanner.peek() < 0) return scanner.fail(from, "the array has no end; add ]");
      if (!this.readValue(array) || !scanner.skipGap()) return false;
      if (!scanner.take(COMMA) && scanner.peek() >= 0 && scanner.peek() != CLOSE_BRACKET) {
        return scanner.fail(scanner.at, "expected a comma or ] after a value of an array");
      }
    }
  }

  private readInlineTable(table: Node): bool {
    const scanner = this.scanner;
    scanner.at++;
    table.kind = NodeKind.TABLE;
    scanner.skipBlanks();
    if (scanner.take(CLOSE_BRACE)) return true;
    while (true) {
      scanner.skipBlanks();
      if (!this.readPair(table)) return false;
      scanner.skipBlanks();
      if (scanner.take(CLOSE_BRACE)) return true;
      if (!scanner.take(COMMA)) {
        return scanner.fail(scanner.at, "expected a comma or } on the same line");
      }
    }
  }
}

/**
 * Parse the bytes of a TOML document of at most `nodesMax` keys and values. Never traps; what is
 * wrong stands in `error` of the document, whose tree is then not to be used. `layer` marks its nodes,
 * for those who merge documents.
 */
export function parseToml(bytes: Uint8Array, nodesMax: i32, layer: i32 = 0): Document {
  return new Parser(new Scanner(bytes), nodesMax, layer).run();
}
