/** What becomes of a design and its title when the server has another state than the one they were made from. */
import { mergeDesigns, type Clash, type Options } from "../graph/merge";
import type { State } from "./drafts";

export interface Meeting extends State { clashes: Clash[] }

export function meeting(base: State, mine: State, theirs: State, options: Options = {}): Meeting {
  const { design, clashes } = mergeDesigns(base.design, mine.design, theirs.design, options);
  if (mine.title === theirs.title || theirs.title === base.title) return { design, title: mine.title, clashes };
  if (mine.title === base.title) return { design, title: theirs.title, clashes };
  const title: Clash = { id: "title||", kind: "title", path: "", attr: "", base: base.title, mine: mine.title, theirs: theirs.title };
  return { design, title: options.choices?.[title.id] === "theirs" ? theirs.title : mine.title, clashes: [title, ...clashes] };
}
