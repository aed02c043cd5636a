/** The application's tests without those that try every moment of a power cut or a huge backlog. */
import config from "../../as-app/tests/as-pect.config.js";
import { isSlowSpec } from "./slow_specs.js";

export default { ...config, disclude: [...config.disclude, isSlowSpec] };
