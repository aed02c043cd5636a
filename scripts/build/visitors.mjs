/**
 * A transform of asc (`--transform`). For each class asc writes a visitor, which shows the collector
 * what an object refers to, and leaves out null at every field. The collector's `__visit` leaves
 * out null as well, so once is enough: 7 bytes of the application for each such field.
 */
import binaryen from "assemblyscript/binaryen";

const cookieLocal = 1;

/** @type {(expression: number) => any} */
const infoOf = binaryen.getExpressionInfo;

/** `if (field = load(...)) __visit(field, cookie)` becomes `__visit(load(...), cookie)`. */
function withoutNullCheck(module, statement) {
  const { id, condition, ifTrue } = infoOf(statement);
  const set = id === binaryen.IfId ? infoOf(condition) : {};
  const call = id === binaryen.IfId ? infoOf(ifTrue) : {};
  if (set.isTee !== true || call.target?.endsWith("/__visit") !== true) {
    return statement;
  }
  const cookie = module.local.get(cookieLocal, binaryen.i32);
  return module.call(call.target, [set.value, cookie], binaryen.none);
}

export function afterCompile(module) {
  for (let index = 0; index < module.getNumFunctions(); index++) {
    const reference = module.getFunctionByIndex(index);
    const { name, body } = binaryen.getFunctionInfo(reference);
    const { id, children } = name.endsWith("~visit") ? infoOf(body) : {};
    if (id === binaryen.BlockId) {
      const shorter = children.map((child) => withoutNullCheck(module, child));
      binaryen.Function.setBody(reference, module.block(null, shorter, binaryen.none));
    }
  }
}
