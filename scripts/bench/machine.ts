/** The machine on which figures were measured, in words that name no one. */
import { cpus } from "node:os";

export function machineText(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? "an unknown processor";
  return `${processors.length} processors (${model}), ${process.platform}, Node.js ${process.version}`;
}
