import { describe, expect, it } from "vitest";
import FIXES from "../../../tests/cases/fixes.json";
import { applied } from "./fixes";
import type { Design, Fix } from "./types";

interface Case {
  name: string;
  document: Partial<Design>;
  fix: Fix;
  mended: Pick<Design, "vars" | "nodes" | "edges">;
}

const CASES = FIXES as unknown as Case[];
const whole = (part: Partial<Design>): Design => ({ format: 1, vars: {}, nodes: {}, edges: [], layout: {}, meta: {}, ...part });

describe("a repair that the server proposes", () => {
  it.each(CASES)("$name", ({ document, fix, mended }) => {
    const { vars, nodes, edges } = applied(whole(document), fix);
    expect({ vars, nodes, edges }).toEqual(mended);
  });

  it("does nothing to a design in which it has no place any more", () => {
    const design = whole({ nodes: { tok: { type: "TokenEmbedding" } }, edges: ["in -> tok"] });
    for (const action of ["unset", "rename", "disconnect", "remove", "bypass", "insert", "join"] as const) {
      const value = action === "insert" ? { edge: "a -> b", name: "n", node: { type: "Norm" } } : "x -> y";
      const { nodes, edges } = applied(design, { action, path: action === "disconnect" || action === "insert" ? "" : "gone", attr: "x", value });
      expect({ nodes, edges }).toEqual({ nodes: design.nodes, edges: design.edges });
    }
  });
});
