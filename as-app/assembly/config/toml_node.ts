/** The tree that a TOML document becomes. */

/** What a node holds; names follow the TOML specification. */
export enum NodeKind {
  TABLE,
  ARRAY,
  STRING,
  INTEGER,
  FLOAT,
  BOOLEAN,
  OFFSET_DATE_TIME,
  LOCAL_DATE_TIME,
  LOCAL_DATE,
  LOCAL_TIME,
}

/** How a table or an array came to be; it decides what may still be added to it. */
export enum Origin {
  /** Written in one piece, `{ .. }` or `[ .. ]`, or no table at all: closed for good. */
  VALUE,
  /** Has its own `[header]` or `[[header]]`. */
  HEADER,
  /** Came along with the header of a table below it; may get its own header once. */
  IMPLIED,
  /** Came along with a dotted key. */
  DOTTED,
}

/** One value with its key. Tables and arrays hold theirs as a chain from `first`. */
export class Node {
  /** Empty in an array and at the root. */
  key: string = "";
  /** Byte offset of the key; of the value where there is no key. */
  keyAt: i32 = 0;
  /** Byte offsets of the value as it is written: first byte, and after the last. */
  at: i32 = 0;
  end: i32 = 0;
  /** A string's value; a date-time in RFC 3339 with `T` and `Z` in upper case. */
  text: string = "";
  /** An integer's value, 0 or 1 of a boolean, the bits of a float. */
  integer: i64 = 0;
  origin: Origin = Origin.VALUE;
  /** The number of the document, as given to parseToml. */
  layer: i32 = 0;
  /** 0 at the root. */
  depth: i32 = 0;
  /** How many nodes a table or an array holds. */
  count: i32 = 0;
  first: Node | null = null;
  last: Node | null = null;
  next: Node | null = null;

  constructor(public kind: NodeKind) {}

  /** The node below this one with that key, or null. */
  find(key: string): Node | null {
    let node = this.first;
    while (node !== null) {
      if (node.key == key) return node;
      node = node.next;
    }
    return null;
  }

  /** Put a node at the end of the chain. */
  append(child: Node): void {
    const last = this.last;
    if (last === null) {
      this.first = child;
    } else {
      last.next = child;
    }
    this.last = child;
    this.count++;
  }

  /** Take a node that is there out of the chain. */
  remove(child: Node): void {
    let previous: Node | null = null;
    let node = this.first;
    while (node !== null && node != child) {
      previous = node;
      node = node.next;
    }
    if (previous === null) {
      this.first = child.next;
    } else {
      previous.next = child.next;
    }
    if (this.last == child) this.last = previous;
    this.count--;
  }

  /** The value of a float or of an integer. */
  get float(): f64 {
    return this.kind == NodeKind.FLOAT ? reinterpret<f64>(this.integer) : <f64>this.integer;
  }
}
