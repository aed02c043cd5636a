/**
 * The heap of the application: allocation, and collection of what nothing refers to any more. It
 * takes the place of asc's own ("minimal") heap, of which control work was mostly made up
 * (docs/decisions/007-own-heap.md); scripts/build/own_heap.mjs puts it there, so it may import nothing.
 *
 * Memory from HEAP_START to `end` is a row of blocks, each either an object or a gap. An object is
 * cut from the current gap, which takes two additions; where it does not fit, another gap
 * is looked for. __collect() runs between two calls of the host, when globals are the only roots: it
 * marks what can be reached from them and makes gaps of the rest. Objects are never moved.
 *
 * Block, in bytes from its start (those from 8 on are where asc looks for them):
 *    0  length of the block, a multiple of 16
 *    4  object: 0 or the colour of the collection that last found it; while it waits for its
 *       members to be visited, also the next that waits. Gap: 0
 *    8  object: class id. Gap: the next one
 *   12  object: bytes without head. Gap: not used
 *
 * Where a class has its references stands in a table (FIELDS), which own_heap.mjs writes once asc
 * has compiled the program: asc's own way, a function for each class, takes four times the room.
 */

const HEAD_BYTES: usize = 16;
const ROUND: usize = HEAD_BYTES - 1;
/** The two bits for the colour: addresses of objects are multiples of 4. */
const COLOUR: usize = 3;
/** What is left of a gap is given up until the next collection if it is shorter. */
const REST_BYTES_MIN: usize = 256;
const PAGE_BITS: usize = 16;
/**
 * The table: for each class id, and once more at the end, where its list begins (u16, from FIELDS on),
 * then the lists: a byte for each reference, its place in the object in words, or one of the two
 * below. Empty if it had no room, and where the transform was not run: then asc's way is taken.
 */
// @ts-ignore: a decorator is AssemblyScript
@lazy const FIELDS: usize = memory.data(1020);
/** The elements of an Array, and those of a StaticArray. */
const ELEMENTS: usize = 0xff;
const OWN_ELEMENTS: usize = 0xfe;
/** Nothing that is larger could ever be had. */
const OBJECT_BYTES_MAX: usize = 0x3fffffff;

// @ts-ignore: a decorator is AssemblyScript
@lazy const HEAP_START: usize = (__heap_base + ROUND) & ~ROUND;
/** Where the heap ends; 0 before the first object. */
let end: usize = 0;
/** The current gap: where it began, what is free of it, and where it ends. */
let opened: usize = 0;
let free: usize = 0;
let limit: usize = 0;
/** The first of the other gaps, by address; 0 if there is none. */
let gaps: usize = 0;
/** Bytes in all gaps after the latest collection, and those that were taken of them since. */
let gapBytes: usize = 0;
let takenBytes: usize = 0;
/** Colour of the latest collection: 1 and 2 by turns. */
let colour: usize = 1;
/** The object that was marked last of those whose members are not visited yet; 0 if there is none. */
let waiting: usize = 0;

/** Make what is left of the current gap a block of its own, so that the row of blocks is whole. */
function close(): void {
  takenBytes += free - opened;
  if (limit > free) {
    store<usize>(free, limit - free);
    store<usize>(free, 0, 4);
  }
}

function open(gap: usize, bytes: usize): void {
  opened = free = gap;
  limit = gap + bytes;
}

/** Grow so that there is a gap of `bytes` at the end of the heap, and make it the current one. */
function grow(bytes: usize): void {
  const old = end > 0 ? end : HEAP_START;
  const present = (<usize>memory.size()) << PAGE_BITS;
  const pages = bytes > present - old ? (bytes + old - present + 0xffff) >>> PAGE_BITS : 0;
  if (pages > 0 && memory.grow(<i32>pages) < 0) unreachable();
  end = (<usize>memory.size()) << PAGE_BITS;
  gapBytes += end - old;
  open(old, end - old);
}

/** Make the first gap that takes a block of `bytes` the current one. */
function find(bytes: usize): void {
  const rest = free;
  const restBytes = limit - free;
  close();
  let before: usize = 0;
  let gap = gaps;
  while (gap && load<usize>(gap) < bytes) {
    before = gap;
    gap = load<usize>(gap, 8);
  }
  if (!gap) grow(bytes);
  else {
    if (before) store<usize>(before, load<usize>(gap, 8), 8);
    else gaps = load<usize>(gap, 8);
    open(gap, load<usize>(gap));
  }
  if (restBytes < REST_BYTES_MIN) return;
  store<usize>(rest, gaps, 8);
  gaps = rest;
}

/** A new object of a class; its bytes are not cleared. Traps when there is no memory. */
// @ts-ignore: a decorator is AssemblyScript
@global @unsafe
export function __new(size: usize, id: i32): usize {
  if (size > OBJECT_BYTES_MAX) unreachable();
  const bytes = (size + (HEAD_BYTES + ROUND)) & ~ROUND;
  if (bytes > limit - free) find(bytes);
  const block = free;
  free = block + bytes;
  store<usize>(block, bytes);
  store<usize>(block, 0, 4);
  store<i32>(block, id, 8);
  store<usize>(block, size, 12);
  return block + HEAD_BYTES;
}

/** The same object with another size, there or elsewhere. */
// @ts-ignore: a decorator is AssemblyScript
@global @unsafe
export function __renew(object: usize, size: usize): usize {
  const block = object - HEAD_BYTES;
  const old = load<usize>(block, 12);
  // Static data have heads of another kind.
  if (object > __heap_base && size + HEAD_BYTES <= load<usize>(block)) {
    store<usize>(block, size, 12);
    return object;
  }
  const renewed = __new(size, load<i32>(block, 8));
  memory.copy(renewed, object, min(size, old));
  return renewed;
}

/** Bytes for asc's library, which it has back before its call ends; the next collection takes them. */
// @ts-ignore: a decorator is AssemblyScript
@global @unsafe
export function __alloc(size: usize): usize {
  return __new(size, 0);
}

// @ts-ignore: a decorator is AssemblyScript
@global @unsafe
export function __free(_bytes: usize): void {}

/** Nothing to do: a collection does not run while objects change. */
// @ts-ignore: a decorator is AssemblyScript
@global @unsafe
export function __link(_parent: usize, _child: usize, _isOneOfMany: bool): void {}

/** Mark an object; 0 is none. */
// @ts-ignore: a decorator is AssemblyScript
@global @unsafe
export function __visit(object: usize, _cookie: u32): void {
  if (!object || (load<usize>(object - 12) & COLOUR) == colour) return;
  store<usize>(object - 12, waiting | colour);
  waiting = object;
}

function visitAll(at: usize, bytes: usize): void {
  for (const end = at + bytes; at < end; at += 4) __visit(load<usize>(at), 0);
}

/** Mark what an object refers to. */
function visitMembers(object: usize): void {
  const list = (<usize>load<u32>(object - 8)) << 1;
  let at = <usize>load<u16>(list, FIELDS);
  for (const end = <usize>load<u16>(list, FIELDS + 2); at < end; at++) {
    const place = <usize>load<u8>(at, FIELDS);
    if (place < OWN_ELEMENTS) __visit(load<usize>(object + (place << 2)), 0);
    else if (place == OWN_ELEMENTS) visitAll(object, load<usize>(object - 4));
    else visitAll(load<usize>(object, 4), load<usize>(object, 12) << 2);
  }
}

function mark(): void {
  const hasTable = load<u16>(FIELDS) > 0;
  colour ^= COLOUR;
  __visit_globals(0);
  while (waiting) {
    const object = waiting;
    waiting = load<usize>(object - 12) & ~COLOUR;
    if (hasTable) visitMembers(object);
    else __visit_members(object, 0);
  }
}

/** Make one gap of all blocks between two marked objects. */
function sweep(): void {
  gaps = gapBytes = 0;
  let last: usize = 0;
  let gap: usize = 0;
  for (let block = HEAP_START; block < end;) {
    const bytes = load<usize>(block);
    if ((load<usize>(block, 4) & COLOUR) == colour) gap = 0;
    else {
      gapBytes += bytes;
      if (gap) store<usize>(gap, load<usize>(gap) + bytes);
      else {
        gap = block;
        store<usize>(gap, 0, 4);
        store<usize>(gap, 0, 8);
        if (last) store<usize>(last, gap, 8);
        else gaps = gap;
        last = gap;
      }
    }
    block += bytes;
  }
}

/** Collect if that is worth its while: half of what was free is taken since the latest time. */
// @ts-ignore: a decorator is AssemblyScript
@global @unsafe
export function __collect(): void {
  if (takenBytes + (free - opened) < gapBytes >>> 1) return;
  close();
  mark();
  sweep();
  opened = free = limit = takenBytes = 0;
}
