/** Lays one document over another: what both have, the upper one decides. */
import { Node, NodeKind } from "./toml_node";

/** Put the values of `upper` into the table `lower`; tables are merged, all else is replaced. */
export function mergeTables(lower: Node, upper: Node): void {
  let node = upper.first;
  while (node !== null) {
    const next = node.next;
    const below = lower.find(node.key);
    if (below !== null && below.kind == NodeKind.TABLE && node.kind == NodeKind.TABLE) {
      mergeTables(below, node);
    } else {
      if (below !== null) lower.remove(below);
      node.next = null;
      lower.append(node);
    }
    node = next;
  }
}
