/** What Adafruit IO's feed and data routes accept, checked field by field. */
import type { CloudRequest } from "../exchange.ts";
import {
  boolean,
  defaulted,
  integer,
  list,
  optional,
  required,
  type Schema,
  SchemaError,
  string,
  struct,
} from "../schema.ts";
import { AdafruitFailure } from "./failure.ts";

/** A feed that is to be made. */
export interface FeedForm {
  name: string;
  key: string | null;
  description: string | null;
  license: string | null;
  history: boolean;
}

/** A value for a feed. */
export interface DataForm {
  value: string;
  created_at: Date | null;
  lat: number | null;
  lon: number | null;
  ele: number | null;
}

/** Fields that a client may send along as null only: the service fills them in. */
const nothing: Schema<null> = (value) => {
  if (value === null) return null;
  throw new SchemaError("is read-only");
};

const number: Schema<number> = (value) => {
  const parsed = typeof value === "string" && value !== "" ? Number(value) : value;
  if (typeof parsed === "number" && Number.isFinite(parsed)) return parsed;
  throw new SchemaError("must be a number");
};

const isoPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

const time: Schema<Date> = (value) => {
  const parsed = typeof value === "string" && isoPattern.test(value) ? new Date(value) : null;
  if (parsed !== null && !Number.isNaN(parsed.getTime())) return parsed;
  throw new SchemaError("must be an ISO 8601 time with its zone");
};

/** Numbers are kept as text, too. */
const value: Schema<string> = (sent) => {
  if (typeof sent === "number" && Number.isFinite(sent)) return String(sent);
  if (typeof sent === "string" && sent !== "") return sent;
  throw new SchemaError("must be a text or a number");
};

/** `true`, or `"ON"` as the Python client writes it. */
const history: Schema<boolean> = (sent) =>
  sent === "ON" || sent === "OFF" ? sent === "ON" : boolean(sent);

const text = string({ lengthMax: 1000 });

const feedForm = struct({
  name: required(string({ lengthMin: 1, lengthMax: 128 })),
  key: optional(string({ pattern: "[a-z0-9-]+", lengthMax: 128 })),
  description: optional(text),
  license: optional(text),
  history: defaulted(history, true),
  visibility: optional(string({ pattern: "[Pp]ublic|[Pp]rivate" })),
  unit_type: optional(text),
  unit_symbol: optional(text),
  status_notify: optional(boolean),
  status_timeout: optional(integer(0, 1_000_000)),
  id: optional(nothing),
});

const dataForm = struct({
  value: required(value),
  created_at: optional(time),
  created_epoch: optional(number),
  lat: optional(number),
  lon: optional(number),
  ele: optional(number),
  id: optional(nothing),
  feed_id: optional(nothing),
  updated_at: optional(nothing),
  completed_at: optional(nothing),
  expiration: optional(nothing),
  position: optional(nothing),
});

const batchForm = struct({ data: required(list(dataForm)) });

function bodyOf(request: CloudRequest): unknown {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new AdafruitFailure(422, "request failed - Content-Type must be application/json");
  if (request.bodyTooLong) throw new AdafruitFailure(422, "request failed - body is too long");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(request.body));
  } catch {
    throw new AdafruitFailure(400, "request failed - body is not JSON");
  }
}

/** The body in one of two forms: bare, or below `wrapper`. */
function read<T>(request: CloudRequest, schema: Schema<T>, wrapper?: string): T {
  const body = bodyOf(request);
  const isWrapped =
    wrapper !== undefined && typeof body === "object" && body !== null && wrapper in body;
  try {
    return isWrapped
      ? (struct({ [wrapper]: required(schema as Schema<unknown>) })(body)[wrapper] as T)
      : schema(body);
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new AdafruitFailure(422, `request failed - ${error.message}`);
  }
}

/** Both the bare form of the CircuitPython library and the documented wrapper `feed`. */
export function readFeed(request: CloudRequest): FeedForm {
  return read(request, feedForm, "feed");
}

export function readData(request: CloudRequest): DataForm {
  return read(request, dataForm, "datum");
}

export function readBatch(request: CloudRequest): DataForm[] {
  const { data } = read(request, batchForm);
  if (data.length === 0) throw new AdafruitFailure(422, "request failed - data is missing");
  return data;
}
