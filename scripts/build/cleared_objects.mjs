/**
 * A transform of asc (`--transform`). A constructor of asc's stores a value in each field, also 0.
 * Here it begins with a cleared object, and the first store of 0 to a field goes: that is 7 bytes of
 * the application for each such field.
 */
import binaryen from "assemblyscript/binaryen";

/** @type {(expression: number) => any} */
const infoOf = binaryen.getExpressionInfo;

/** To clear an object takes longer than to store fewer fields. */
const zerosMin = 2;
const cleared = "~lib/rt/cleared";

/** The call in `if (!this) this = __new(size, id)`, with which an object of the heap is made. */
function allocationOf(statement) {
  const { id, ifTrue } = statement === undefined ? {} : infoOf(statement);
  const set = id === binaryen.IfId ? infoOf(ifTrue) : {};
  const call = set.id === binaryen.LocalSetId && set.index === 0 ? infoOf(set.value) : {};
  return call.id === binaryen.CallId && call.target.endsWith("/__new") ? call : null;
}

function isZero(module, expression) {
  const { id, name, value } = infoOf(expression);
  if (id === binaryen.GlobalGetId) {
    const { mutable, init } = binaryen.getGlobalInfo(module.getGlobal(name));
    return !mutable && init !== 0 && isZero(module, init);
  }
  if (id !== binaryen.ConstId) return false;
  return Object.is(value, 0) || (value?.low === 0 && value?.high === 0);
}

/** Whether a function does nothing but store its second parameter in the first, an object. */
function isFieldSetter(module, name) {
  const { body } = binaryen.getFunctionInfo(module.getFunction(name));
  const { id, children = [] } = infoOf(body);
  const store = infoOf(id === binaryen.BlockId ? children[0] : body);
  return store.id === binaryen.StoreId && infoOf(store.value).id === binaryen.LocalGetId;
}

/** The statements of a constructor without those that store 0 in a field that nothing was stored in. */
function withoutZeros(module, statements) {
  const seen = new Set();
  return statements.filter((statement) => {
    const { id, target, operands } = infoOf(statement);
    const isSetter = id === binaryen.CallId && target.includes("#set:");
    if (!isSetter || seen.has(target)) return true;
    seen.add(target);
    return !isZero(module, operands[1]) || !isFieldSetter(module, target);
  });
}

/** A statement, or those of a block that nothing jumps out of. */
function flat(statement) {
  const { id, name, children } = infoOf(statement);
  return id === binaryen.BlockId && !name ? children.flatMap(flat) : [statement];
}

/** The constructors of objects of the heap: reference, statements and the call that allocates. */
function constructors(module) {
  const found = [];
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const reference = module.getFunctionByIndex(index);
    const { name, body } = binaryen.getFunctionInfo(reference);
    const statements = name.endsWith("#constructor") ? flat(body) : [];
    const allocation = allocationOf(statements[0]);
    if (allocation !== null) found.push({ reference, statements, allocation });
  }
  return found;
}

/** Whether a constructor leaves a part of its object to that of another class. */
function hasSuper(statement) {
  const info = infoOf(statement);
  const { id, target } = info.id === binaryen.LocalSetId ? infoOf(info.value) : info;
  return id === binaryen.CallId && /(?<!\/Object)#constructor$/.test(target);
}

/** A function that makes an object as `newFunction` does, and clears it. */
function addCleared(module, newFunction) {
  const [size, id, object] = [0, 1, 2].map((index) => module.local.get(index, binaryen.i32));
  const made = module.call(newFunction, [size, id], binaryen.i32);
  const clear = module.memory.fill(
    module.local.tee(2, made, binaryen.i32),
    module.i32.const(0),
    module.local.get(0, binaryen.i32),
  );
  const pair = binaryen.createType([binaryen.i32, binaryen.i32]);
  const body = module.block(null, [clear, object], binaryen.i32);
  module.addFunction(cleared, pair, binaryen.i32, [binaryen.i32], body);
}

export function afterCompile(module) {
  const all = constructors(module);
  if (all.length > 0) addCleared(module, all[0].allocation.target);
  for (const { reference, statements, allocation } of all) {
    const fewer = withoutZeros(module, statements.slice(1));
    const isWorthwhile = statements.length - 1 - fewer.length >= zerosMin;
    if (!isWorthwhile && !statements.some(hasSuper)) continue;
    const isNone = module.i32.eqz(module.local.get(0, binaryen.i32));
    const object = module.call(cleared, allocation.operands, binaryen.i32);
    const first = module.if(isNone, module.local.set(0, object));
    const body = [first, ...fewer];
    binaryen.Function.setBody(reference, module.block(null, body, binaryen.i32));
  }
}
