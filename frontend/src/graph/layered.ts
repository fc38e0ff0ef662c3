/** Arranging a whole design with ELK: layers from top to bottom, in every frame by itself, from the inside out. */
import type { ElkExtendedEdge, ElkNode } from "elkjs/lib/elk-api";
import { pairs, scopeAt, walk } from "./document";
import { flowOf, GAP, NODE_W, PAD, PIN_W, pinId, UNDER_TITLE, type FlowNode } from "./flow";
import type { Design } from "./types";

export interface Layouter { layout: (graph: ElkNode) => Promise<ElkNode> }

const BESIDE = 32;
const OPTIONS = {
  "elk.algorithm": "layered", "elk.direction": "DOWN", "elk.spacing.nodeNode": String(BESIDE), "elk.spacing.edgeNode": String(BESIDE),
  "elk.layered.spacing.nodeNodeBetweenLayers": String(GAP), "elk.layered.spacing.edgeNodeBetweenLayers": "10",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
};
const ORDERS = ["NONE", "NODES_AND_EDGES"]; // tried in turn, until the stream is the first column

/** The design with a new place for every block. */
export async function layered(design: Design, elk: Layouter): Promise<Design> {
  let made: Design = { ...design, layout: {} };
  const frames = walk(design).filter(([, node]) => node.nodes).map(([path]) => path);
  const scopes = ["", ...frames].sort((a, b) => depth(b) - depth(a));
  for (const scope of scopes) {
    const held = flowOf(made).nodes.filter((node) => node.data.scope === scope); // frames inside have their sizes by now
    made = { ...made, layout: { ...made.layout, ...(await bestOf(elk, graphOf(made, scope, held), held, scope)) } };
  }
  return made;
}

async function bestOf(elk: Layouter, graph: ElkNode, held: readonly FlowNode[], scope: string): Promise<Record<string, number[]>> {
  let best: Placed | null = null;
  for (const order of ORDERS) {
    const layoutOptions = { ...graph.layoutOptions, "elk.layered.considerModelOrder.strategy": order };
    const made = placed(await elk.layout({ ...graph, layoutOptions }), held, scope);
    if (!best || made.aside < best.aside) best = made;
    if (best.aside <= 0) break;
  }
  return best?.places ?? {};
}

const depth = (scope: string): number => (scope ? scope.split(".").length : 0);

/** Where a block's edges meet it: a frame's over its first column, all others' in the middle. */
const spine = (node: FlowNode): number => (node.data.role === "frame" ? PAD + NODE_W / 2 : node.width! / 2);

function graphOf(design: Design, scope: string, held: readonly FlowNode[]): ElkNode {
  const known = new Set(held.map((node) => node.id));
  const id = (name: string): string => (name === "in" || name === "out" ? pinId(scope, name) : scope ? `${scope}.${name}` : name);
  const drawn = pairs(scopeAt(design, scope)?.edges ?? []).filter(([from, to]) => known.has(id(from)) && known.has(id(to)) && from !== to);
  const joins = (name: string): boolean => name === "out" || drawn.filter(([, to]) => to === name).length > 1;
  const edges = drawn.map(([from, to]): ElkExtendedEdge => {
    const residual = joins(to) && (from === "in" || joins(from)); // the stream itself runs straight down
    const weight = residual ? "100" : "1", thick = residual ? String(NODE_W) : "1";
    return { id: `${from}>${to}`, sources: [`${id(from)}/south`], targets: [`${id(to)}/north`], layoutOptions: { "elk.layered.priority.straightness": weight, "elk.layered.priority.shortness": weight, "elk.edge.thickness": thick } };
  });
  return { id: "scope", layoutOptions: OPTIONS, edges, children: held.map(boxOf) };
}

function boxOf(node: FlowNode): ElkNode {
  const { width, height, data } = node, x = spine(node);
  const end = data.role === "pin" ? { "elk.layered.layering.layerConstraint": data.name === "in" ? "FIRST" : "LAST" } : {};
  const ports = [{ id: `${node.id}/north`, x, y: 0, width: 0, height: 0 }, { id: `${node.id}/south`, x, y: height!, width: 0, height: 0 }];
  return { id: node.id, width: width!, height: height!, ports, layoutOptions: { "elk.portConstraints": "FIXED_POS", ...end } };
}

/** `aside`: how far the stream's column lies to the right of the first block. */
interface Placed { places: Record<string, number[]>; aside: number }

/** ELK's places as the design writes them: the scope's input stands over the first column. */
function placed(graph: ElkNode, held: readonly FlowNode[], scope: string): Placed {
  const at = new Map((graph.children ?? []).map((child) => [child.id, { x: child.x ?? 0, y: child.y ?? 0 }]));
  const blocks = held.filter((node) => node.data.role !== "pin");
  if (!blocks.length) return { places: {}, aside: 0 };
  const left = (node: FlowNode): number => at.get(node.id)!.x + (node.data.role === "frame" ? PAD : 0);
  const pin = at.get(pinId(scope, "in"))?.x ?? 0;
  const column = pin + PIN_W / 2 - NODE_W / 2, least = Math.min(...blocks.map(left));
  const x0 = scope ? Math.min(column, least) : column, y0 = Math.min(...blocks.map((node) => at.get(node.id)!.y));
  const top = scope ? UNDER_TITLE : 0;
  const places = blocks.map((node) => [node.id, [Math.round(left(node) - x0), Math.round(at.get(node.id)!.y - y0 + top)]]);
  return { places: Object.fromEntries(places) as Record<string, number[]>, aside: column - least };
}
