/**
 * The part of the Reflect metadata proposal that \@peculiar/x509 asks for when it is loaded: its
 * dependency container keeps notes about classes under string keys. Import this file before it.
 */
type Notes = Map<unknown, unknown>;

const notes = new WeakMap<object, Notes>();

function own(target: object): Notes {
  const found = notes.get(target) ?? new Map<unknown, unknown>();
  notes.set(target, found);
  return found;
}

function lookUp(key: unknown, target: object): unknown {
  for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at) as object | null)
    if (notes.get(at)?.has(key)) return notes.get(at)?.get(key);
  return undefined;
}

const metadata = {
  defineMetadata: (key: unknown, value: unknown, target: object): void => {
    own(target).set(key, value);
  },
  getMetadata: lookUp,
  getOwnMetadata: (key: unknown, target: object): unknown => notes.get(target)?.get(key),
};

if (!("getMetadata" in Reflect)) Object.assign(Reflect, metadata);
