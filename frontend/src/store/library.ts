/** The library of own blocks: what is kept on the server, and as kinds of block in the palette and the searches. */
import { create } from "zustand";
import type { BlockSpec, DesignNode, Port } from "../graph/types";
import { inputOf, outputKind, type Registry } from "../graph/rules";
import { COMPOSITE } from "../graph/composites";
import { emptyDesign } from "../graph/document";
import { request } from "../shared/api";
import { useEditor } from "./editor";

const ROOT = "/api/v1/composites/";
const PAGE = 100; // of one answer
const MOST = 5; // answers; more no palette shows

export type Colour = "embedding" | "norm" | "mixer" | "channel" | "output" | "container";
export interface OwnBlock {
  id: string;
  title: string;
  summary: string;
  owner: string;
  mine: boolean;
  visibility: "private" | "course" | "public";
  courses: string[]; // told to the owner alone
  colour: Colour;
  node: DesignNode;
}
export type OwnBlockPart = Partial<Pick<OwnBlock, "title" | "summary" | "colour" | "node">>;

export const COLOURS: Record<Colour, string> = { container: "#475569", mixer: "#2563eb", channel: "#7c3aed", embedding: "#0d9488", norm: "#ca8a04", output: "#db2777" };
export const OWN = "own"; // the category of these blocks
const PREFIX = "own:";
export const typeOf = (id: string): string => PREFIX + id;
export const idOf = (type: string): string | null => (type.startsWith(PREFIX) ? type.slice(PREFIX.length) : null);

interface LibraryState { blocks: OwnBlock[]; state: "loading" | "ready" | "failed" }
export const useLibrary = create<LibraryState>()(() => ({ blocks: [], state: "loading" }));

/** What a block looks like in the palette, and what may be connected to it. */
export function specOfOwn(block: OwnBlock, base: BlockSpec | undefined, registry: Registry): BlockSpec {
  const design = { ...emptyDesign(), nodes: { block: block.node } };
  const port = (name: string, kind: Port["kind"] | null, many: boolean): Port => ({ name, kind: kind ?? "stream", many });
  const words = { en: block.title, ko: block.title }, summary = block.summary || Object.values(block.node.nodes ?? {}).map((node) => node.type).slice(0, 6).join(" · ");
  const enters = inputOf(design, registry, "", "block");
  return {
    type: typeOf(block.id), title: words, summary: { en: summary, ko: summary }, category: OWN, colour: COLOURS[block.colour] ?? COLOURS.container,
    icon: base?.icon ?? "component", icon_svg: base?.icon_svg ?? "", container: true, node: block.node,
    inputs: [port("in", enters?.kind ?? null, enters?.many ?? false)], outputs: [port("out", outputKind(design, registry, "", "block"), true)],
    params: { type: "object", properties: {} },
  };
}

/** Put the blocks among the kinds that the editor knows; those that are gone are forgotten. */
export function offer(blocks: OwnBlock[]): void {
  const { registry, set } = useEditor.getState();
  const built = Object.fromEntries(Object.entries(registry).filter(([type]) => idOf(type) === null));
  const own = blocks.map((block) => specOfOwn(block, built[COMPOSITE], built));
  useLibrary.setState({ blocks, state: "ready" });
  set({ registry: Object.assign(Object.create(null), built, Object.fromEntries(own.map((spec) => [spec.type, spec]))) as Registry });
}

export async function loadLibrary(): Promise<void> {
  try {
    const found: OwnBlock[] = [];
    for (let page = 1; page <= MOST; page++) {
      const answer = await request<{ results: OwnBlock[]; next: string | null }>("GET", `${ROOT}?page_size=${PAGE}&page=${page}`);
      found.push(...answer.results);
      if (!answer.next) break;
    }
    offer(found);
  } catch {
    useLibrary.setState({ state: "failed" });
  }
}

const sorted = (blocks: OwnBlock[]): OwnBlock[] => [...blocks].sort((a, b) => a.title.localeCompare(b.title));

/** Keep a new block; rejects with the server's sentence. */
export async function keepOwn(part: OwnBlockPart & { node: DesignNode }): Promise<OwnBlock> {
  const made = await request<OwnBlock>("POST", ROOT, part);
  offer(sorted([...useLibrary.getState().blocks, made]));
  return made;
}

export async function changeOwn(id: string, part: OwnBlockPart): Promise<OwnBlock> {
  const made = await request<OwnBlock>("PATCH", `${ROOT}${id}/`, part);
  offer(sorted(useLibrary.getState().blocks.map((block) => (block.id === id ? made : block))));
  return made;
}

export async function deleteOwn(id: string): Promise<void> {
  await request("DELETE", `${ROOT}${id}/`);
  offer(useLibrary.getState().blocks.filter((block) => block.id !== id));
}
