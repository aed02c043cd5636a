/** The application's tests that as_pect_quick.config.js leaves out. */
import config from "../../as-app/tests/as-pect.config.js";
import { isSlowSpec } from "./slow_specs.js";

export default {
  ...config,
  disclude: [...config.disclude, { test: (path) => !isSlowSpec.test(path) }],
};
