/** A program for tests/scripts/own_heap.test.ts, which makes objects refer to each other. */

class Parent {
  left: Node | null = null;
}

class Node extends Parent {
  /** Not a reference, whatever it looks like. */
  number: i64 = -1;
  right: Node | null = null;
  /** All of them have the value of the node. */
  bytes: Uint8Array;
  /** Grows by one with each visit, so that its buffer has to move now and then. */
  visits: i32[] = [];
  /** Number of the count that has seen it. */
  seen: i32 = 0;

  constructor(
    readonly value: u8,
    size: i32,
  ) {
    super();
    this.bytes = new Uint8Array(size).fill(value);
  }
}

const SLOTS: i32 = 8;
const slots = new StaticArray<Node | null>(SLOTS);
/** A list in static data, whose buffer moves to the heap as soon as it grows. */
const texts: string[] = ["static"];
let seen: i32 = 0;

export function make(slot: i32, value: i32, size: i32): void {
  slots[slot] = new Node(<u8>value, size);
}

/** Let the left or the right of the node in a slot be that of another slot, or nothing. */
export function link(from: i32, isLeft: bool, to: i32): void {
  const node = slots[from];
  if (node == null) return;
  if (isLeft) node.left = slots[to];
  else node.right = slots[to];
}

export function drop(slot: i32): void {
  slots[slot] = null;
}

/** Add a text to the list, which begins anew when it has become long. */
export function say(number: i32): void {
  if (texts.length > 40) texts.length = 1;
  texts.push("text " + number.toString());
}

function count(node: Node | null): i32 {
  if (node == null || node.seen == seen) return 0;
  node.seen = seen;
  for (let index = 0; index < node.bytes.length; index++) {
    assert(node.bytes[index] == node.value, "a byte of a node has changed");
  }
  for (let index = 0; index < node.visits.length; index++) {
    assert(node.visits[index] == index, "a visit of a node has changed");
  }
  node.visits.push(node.visits.length);
  return 1 + count(node.left) + count(node.right);
}

/** How many nodes can be reached; traps when one of them is not as it was made. */
export function reachable(): i32 {
  seen++;
  let nodes = 0;
  for (let slot = 0; slot < SLOTS; slot++) nodes += count(slots[slot]);
  assert(texts[0] == "static", "a static text has changed");
  for (let index = 1; index < texts.length; index++) {
    assert(texts[index].startsWith("text "), "a text has changed");
  }
  return nodes;
}

export function collect(): void {
  __collect();
}
