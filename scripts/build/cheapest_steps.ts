/**
 * Finds how to say some bytes in the fewest bits: which are literals, and which repeat bytes of
 * before. What a step costs is learned from the steps of the round before.
 */

/** A literal (length 1, distance 0), or so many bytes as they stand so far back. */
export interface Step {
  length: number;
  distance: number;
}

/** What the format allows. */
export interface Limits {
  length_min: number;
  length_max: number;
  distance_max: number;
}

/** Earlier places of the same three bytes that are looked at for a match. */
const candidates_max = 1024;
const rounds = 3;

/** How often each of some values came, and so what it costs in bits. */
class Frequencies {
  readonly #counts: number[];
  #total: number;

  constructor(values: number) {
    this.#counts = new Array<number>(values).fill(0.1);
    this.#total = values / 10;
  }

  count(value: number): void {
    this.#counts[value] = (this.#counts[value] ?? 0) + 1;
    this.#total++;
  }

  cost_bits(value: number): number {
    return Math.log2(this.#total / (this.#counts[value] ?? 1));
  }
}

function frequencies(kinds: number, values: number): Frequencies[] {
  return Array.from({ length: kinds }, () => new Frequencies(values));
}

/** What steps cost, as the steps of one round have it. */
class Costs {
  readonly #isMatch = frequencies(2, 2);
  readonly #isRepeated = new Frequencies(2);
  readonly #literals = frequencies(8, 256);
  readonly #lengths = new Frequencies(512);
  readonly #distances = new Frequencies(16);
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, steps: readonly Step[]) {
    this.#bytes = bytes;
    let at = 0;
    let repeated = 1;
    let wasMatch = 0;
    for (const { length, distance } of steps) {
      const isMatch = distance > 0 ? 1 : 0;
      this.#isMatch[wasMatch]?.count(isMatch);
      if (isMatch === 0) this.#literals[this.#context(at)]?.count(bytes[at] ?? 0);
      else {
        this.#isRepeated.count(distance === repeated ? 1 : 0);
        if (distance !== repeated) this.#distances.count(Math.floor(Math.log2(distance)));
        this.#lengths.count(length);
        repeated = distance;
      }
      wasMatch = isMatch;
      at += length;
    }
  }

  #context(at: number): number {
    return at === 0 ? 0 : (this.#bytes[at - 1] ?? 0) >> 5;
  }

  literal(at: number, wasMatch: number): number {
    const literals = this.#literals[this.#context(at)];
    return this.#choice(wasMatch, 0) + (literals?.cost_bits(this.#bytes[at] ?? 0) ?? 0);
  }

  /** Of a match without its length. */
  match(distance: number, repeated: number, wasMatch: number): number {
    const isRepeated = distance === repeated ? 1 : 0;
    const bits = Math.floor(Math.log2(distance));
    const place = isRepeated === 1 ? 0 : this.#distances.cost_bits(bits) + bits;
    return this.#choice(wasMatch, 1) + this.#isRepeated.cost_bits(isRepeated) + place;
  }

  length(length: number): number {
    return this.#lengths.cost_bits(length);
  }

  #choice(wasMatch: number, isMatch: number): number {
    return this.#isMatch[wasMatch]?.cost_bits(isMatch) ?? 0;
  }
}

/** For each place the matches that are longer than all nearer ones. */
function matchesOf(bytes: Uint8Array, limits: Limits): Step[][] {
  const places = new Map<number, number[]>();
  const pairs = new Map<number, number>();
  return Array.from(bytes, (first, at) => {
    const pair = (first << 8) | (bytes[at + 1] ?? 0);
    const key = (pair << 8) | (bytes[at + 2] ?? 0);
    const before = places.get(key) ?? [];
    const matches: Step[] = [];
    let longest = limits.length_min - 1;
    const consider = (place: number): void => {
      const distance = at - place;
      if (distance > limits.distance_max) return;
      if (bytes[place + longest] !== bytes[at + longest]) return;
      const length = lengthOfMatch(bytes, at, distance, limits.length_max);
      if (length <= longest) return;
      matches.push({ length, distance });
      longest = length;
    };
    const nearest = pairs.get(pair);
    if (nearest !== undefined) consider(nearest);
    const last = Math.max(0, before.length - candidates_max);
    for (let index = before.length - 1; index >= last && longest < limits.length_max; index--) {
      consider(before[index] ?? 0);
    }
    before.push(at);
    places.set(key, before);
    pairs.set(pair, at);
    return matches;
  });
}

function lengthOfMatch(bytes: Uint8Array, at: number, distance: number, most: number): number {
  const end = Math.min(bytes.length, at + most);
  let place = at;
  while (place < end && bytes[place] === bytes[place - distance]) place++;
  return place - at;
}

/** The cheapest way that is known to a place. */
interface Way {
  cost_bits: number;
  step: Step;
  /** The distance that can be repeated from there. */
  repeated: number;
}

/** In place of a way that is missing, which none is: every place is reached by literals. */
const nowhere: Way = { cost_bits: Infinity, step: { length: 1, distance: 0 }, repeated: 1 };

function cheapest(bytes: Uint8Array, matches: Step[][], costs: Costs, limits: Limits): Step[] {
  const ways: Way[] = [{ cost_bits: 0, step: { length: 0, distance: 0 }, repeated: 1 }];
  const offer = (at: number, cost_bits: number, length: number, distance: number): void => {
    const known = ways[at + length];
    if (known !== undefined && known.cost_bits <= cost_bits) return;
    const repeated = distance > 0 ? distance : (ways[at]?.repeated ?? 1);
    ways[at + length] = { cost_bits, step: { length, distance }, repeated };
  };
  for (let at = 0; at < bytes.length; at++) {
    const { cost_bits, step, repeated } = ways[at] ?? nowhere;
    const wasMatch = step.distance > 0 ? 1 : 0;
    offer(at, cost_bits + costs.literal(at, wasMatch), 1, 0);
    const again = repeated > at ? 0 : lengthOfMatch(bytes, at, repeated, limits.length_max);
    let shortest = limits.length_min;
    for (const match of [{ length: again, distance: repeated }, ...(matches[at] ?? [])]) {
      const place_bits = cost_bits + costs.match(match.distance, repeated, wasMatch);
      for (let length = shortest; length <= match.length; length++) {
        offer(at, place_bits + costs.length(length), length, match.distance);
      }
      // The nearest gives what is short for less; the one that is repeated says nothing of others.
      if (match.distance !== repeated) shortest = match.length + 1;
    }
  }
  return stepsOf(ways);
}

/** The steps that lead to the last place. */
function stepsOf(ways: readonly Way[]): Step[] {
  const steps: Step[] = [];
  let at = ways.length - 1;
  while (at > 0) {
    const { step } = ways[at] ?? nowhere;
    steps.push(step);
    at -= step.length;
  }
  return steps.reverse();
}

/** The steps of each round; the first knows nothing of costs, and any may be the best. */
export function roundsOfSteps(bytes: Uint8Array, limits: Limits): Step[][] {
  const matches = matchesOf(bytes, limits);
  const found: Step[][] = [];
  let steps: Step[] = [];
  for (let round = 0; round < rounds; round++) {
    steps = cheapest(bytes, matches, new Costs(bytes, steps), limits);
    found.push(steps);
  }
  return found;
}
