/** The layers of a Repeat in order, and which of them are of one kind: those that the same variants make alike. */
import { assigned, differences, layersOf, patternsOf, type Difference } from "./patterns";
import type { Design, DesignNode } from "./types";

export interface Kind {
  names: (string | null)[]; // the variant in each pattern; null where a pattern leaves the layer as it is drawn
  layers: number[]; // counted from 0
  differs: Difference[];
}

export interface Strip { kinds: Kind[]; of: number[] } // of: for each layer, its kind

/** Null while nobody can say how many layers there are, or what the patterns mean. */
export function stripOf(node: DesignNode, vars: Design["vars"]): Strip | null {
  const patterns = patternsOf(node), layers = layersOf(node, vars);
  if (!patterns || layers === null || !node.nodes) return null;
  const columns = patterns.map(({ assign }) => assigned(assign, layers));
  const kinds = new Map<string, Kind>(), of: number[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const names = columns.map((column) => column[layer] ?? null), key = JSON.stringify(names);
    const kind = kinds.get(key) ?? { names, layers: [], differs: differences(node, patterns, layer, layers) };
    kind.layers.push(layer);
    kinds.set(key, kind);
    of.push([...kinds.keys()].indexOf(key));
  }
  return { kinds: [...kinds.values()], of };
}

/** What a kind is called: its variants' names, of which none may be there. */
export const called = (kind: Kind): string => kind.names.filter((name) => name !== null).join(" + ");

/** Layers as people write them: "0–2, 5". */
export function runs(layers: readonly number[]): [first: number, last: number][] {
  const found: [number, number][] = [];
  for (const layer of layers) {
    const open = found.at(-1);
    if (open && open[1] === layer - 1) open[1] = layer;
    else found.push([layer, layer]);
  }
  return found;
}
