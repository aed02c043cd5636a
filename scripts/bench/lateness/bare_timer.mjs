/**
 * How late a program that does nothing else wakes up: what this machine adds to every figure.
 * Arguments: milliseconds from one moment to the next, and how many. Prints a JSON array.
 */
import { performance } from "node:perf_hooks";

const [interval_ms, count] = process.argv.slice(2).map(Number);
const nobody = new Int32Array(new SharedArrayBuffer(4));
const start_ms = performance.now();
const lateness_ms = [];
for (let index = 1; index <= count; index++) {
  const due_ms = start_ms + index * interval_ms;
  Atomics.wait(nobody, 0, 0, due_ms - performance.now());
  lateness_ms.push(performance.now() - due_ms);
}
console.log(JSON.stringify(lateness_ms));
