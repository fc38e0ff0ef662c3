/** The palette's blocks in groups, and the search through them. */
import type { BlockSpec } from "../../graph/types";

export const BLOCK_MIME = "application/x-slamdunk-block";
const ORDER = ["embedding", "mixer", "channel", "norm", "plumbing", "container", "output", "own"];

export interface Group {
  category: string;
  blocks: BlockSpec[];
}

/** In the order in which a model is built; categories that are not known here come last. */
export function grouped(blocks: readonly BlockSpec[]): Group[] {
  const groups = new Map<string, BlockSpec[]>();
  for (const block of blocks) groups.set(block.category, [...(groups.get(block.category) ?? []), block]);
  const rank = (category: string): number => (ORDER.includes(category) ? ORDER.indexOf(category) : ORDER.length);
  return [...groups].map(([category, held]) => ({ category, blocks: held })).sort((a, b) => rank(a.category) - rank(b.category));
}

const plain = (text: string): string => text.normalize("NFC").toLowerCase();

/** Every word of the query must occur in the block's type, titles, summaries (in both languages) or category. */
export function searched(blocks: readonly BlockSpec[], query: string, categoryWords: (category: string) => string): BlockSpec[] {
  const wanted = plain(query).split(/\s+/).filter(Boolean);
  if (!wanted.length) return [...blocks];
  const ranked = blocks.flatMap((block) => {
    const { title, summary, type, category } = block;
    const name = plain([type, title.en, title.ko].join(" "));
    const all = plain([name, summary.en, summary.ko, category, categoryWords(category)].join(" "));
    return wanted.every((word) => all.includes(word)) ? [{ block, named: wanted.every((word) => name.includes(word)) }] : [];
  });
  return ranked.sort((a, b) => Number(b.named) - Number(a.named)).map(({ block }) => block);
}
