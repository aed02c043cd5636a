import { createHostDouble } from "./double/host.mjs";

export default {
  // WAMCAM_SPECS narrows a run to one file or folder while working on it.
  // The long runs of the ledger (every byte cut, 100,000 photos) are left out of npm test:
  // WAMCAM_SPECS="as-app/tests/ledger/*.spec.ts" runs them.
  entries: [process.env.WAMCAM_SPECS ?? "as-app/tests/**/!(power|backlog|card_errors).spec.ts"],
  include: [],
  disclude: [/node_modules/],
  /** Run the tests against doubles of exactly the imports in imports.json. */
  async instantiate(memory, createImports, instantiate, binary) {
    const host = createHostDouble();
    const result = instantiate(binary, createImports({ env: { memory }, ...host.imports }));
    const instance = await result;
    host.attach(instance.exports.memory ?? memory);
    return result;
  },
  outputBinary: false,
};
