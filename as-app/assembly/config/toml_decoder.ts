/**
 * A small module of its own for the public TOML test suite: bytes in, tagged JSON out.
 * https://github.com/toml-lang/toml-test describes the tags.
 */
import { utf8 } from "../host/text";
import { Document, parseToml } from "./toml";
import { Node, NodeKind } from "./toml_node";

const NODES_MAX: i32 = 20000;

let input = new Uint8Array(0);
let output = new Uint8Array(0);

/** Make room for a document; the address where its bytes belong. */
export function allocate(length: i32): usize {
  input = new Uint8Array(length);
  return input.dataStart;
}

/** Address of what `decode` or `toFloat` has written. */
export function outputAddress(): usize {
  return output.dataStart;
}

/** Length of the output; negative if the document was refused, the output is then the reason. */
export function decode(): i32 {
  const document = parseToml(input, NODES_MAX);
  const isValid = document.error.length == 0;
  output = utf8(isValid ? write(document, document.root) : document.describe());
  return isValid ? output.length : -output.length;
}

/** The bits of the float that is the value of the only key; 0 if the document is refused. */
export function floatBits(): i64 {
  const document = parseToml(input, NODES_MAX);
  const node = document.root.first;
  return document.error.length == 0 && node !== null ? node.integer : 0;
}

/** Free what earlier calls left behind. Nothing on the stack refers to it. */
export function collect(): void {
  __collect();
}

function quoted(text: string): string {
  let json = '"';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit == 0x22 || unit == 0x5c) json += "\\";
    json += unit < 0x20 ? "\\u00" + (unit < 0x10 ? "0" : "") + unit.toString(16) : text.charAt(i);
  }
  return json + '"';
}

function floatText(value: f64): string {
  if (isNaN(value)) return "nan";
  if (!isFinite(value)) return value < 0 ? "-inf" : "inf";
  // toString leaves out the sign of a negative zero.
  return value == 0 && reinterpret<i64>(value) < 0 ? "-0.0" : value.toString();
}

function tagged(type: string, value: string): string {
  return '{"type":"' + type + '","value":' + quoted(value) + "}";
}

function writeAll(document: Document, parent: Node): string {
  let json = "";
  let node = parent.first;
  while (node !== null) {
    if (json.length > 0) json += ",";
    if (parent.kind == NodeKind.TABLE) json += quoted(node.key) + ":";
    json += write(document, node);
    node = node.next;
  }
  return json;
}

function write(document: Document, node: Node): string {
  switch (node.kind) {
    case NodeKind.TABLE:
      return "{" + writeAll(document, node) + "}";
    case NodeKind.ARRAY:
      return "[" + writeAll(document, node) + "]";
    case NodeKind.STRING:
      return tagged("string", node.text);
    case NodeKind.INTEGER:
      return tagged("integer", node.integer.toString());
    case NodeKind.FLOAT:
      return tagged("float", floatText(node.float));
    case NodeKind.BOOLEAN:
      return tagged("bool", node.integer == 1 ? "true" : "false");
    case NodeKind.OFFSET_DATE_TIME:
      return tagged("datetime", node.text);
    case NodeKind.LOCAL_DATE_TIME:
      return tagged("datetime-local", node.text);
    case NodeKind.LOCAL_DATE:
      return tagged("date-local", node.text);
    default:
      return tagged("time-local", node.text);
  }
}
