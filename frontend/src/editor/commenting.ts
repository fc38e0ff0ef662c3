/** What people do to comments on the canvas: each is one step of the history. */
import i18next from "i18next";
import { closed, opened } from "../graph/closing";
import { addComment, changeComment, commentsOf, MAX_COMMENTS, USUAL, type Colour, type Comment, type Place } from "../graph/comments";
import { flowOf, pinId } from "../graph/flow";
import { comments, useComments } from "../store/comments";
import { useEditor } from "../store/editor";
import { useFolded } from "../store/folded";
import type { Point } from "../store/overlay";
import { say } from "./notice";

const now = useEditor.getState;
const BORDER = 6; // pixels above and below the text of a comment
const STEP = [40, 24] as const; // pixels by which a comment grows

/** Begin to write a comment at a point of the canvas. It becomes part of the design when it says something. */
export function startComment({ x, y }: Point): void {
  const { design, readOnly, set } = now(), at = commentsOf(design).length;
  if (readOnly) return;
  if (at >= MAX_COMMENTS) return say(i18next.t("comments.many", { count: MAX_COMMENTS }));
  set({ selected: [] });
  useComments.setState({ draft: [x, y, USUAL[0], USUAL[1]], writing: at, chosen: [at] });
}

export function writeComment(at: number | undefined): void {
  if (at !== undefined && !now().readOnly && commentsOf(now().design)[at]) useComments.setState({ writing: at, chosen: [at] });
}

/** Take over what was written into `was`, as it stood when the writing began, or into a new comment: that one is as high as its text, and if it says nothing it never was. */
export function commentWritten(text: string, was: Comment | undefined, height: number): void {
  const { draft } = comments(), { design, change } = now();
  useComments.setState({ writing: null, draft: null });
  if (draft) {
    const made = text.trim() ? addComment(design, { text, place: asHigh(lowered(draft), height) }) : null;
    if (made) change(made[0]);
    useComments.setState({ chosen: made ? [made[1]] : [] });
  } else if (was) {
    const at = stillThere(commentsOf(design), was);
    changed(at < 0 ? addComment(design, { ...was, text })?.[0] ?? design : changeComment(design, at, { text }));
  }
}

const asHigh = ([x, y, width, least]: Place, height: number): Place => [x, y, width, Math.max(least, height + BORDER)];

/** Where a comment is by now: others may have removed some that stood before it. */
function stillThere(held: readonly Comment[], was: Comment): number {
  const at = held.indexOf(was);
  return at < 0 ? held.findIndex(({ place }) => String(place) === String(was.place)) : at;
}

export const commentColoured = (at: number, colour: Colour): void => changed(changeComment(now().design, at, { colour }));

/** A comment made larger or smaller by a step. */
export function commentScaled(at: number, steps: number): void {
  const comment = commentsOf(now().design)[at];
  if (!comment) return;
  const [x, y, width, height] = comment.place;
  changed(changeComment(now().design, at, { place: [x, y, width + steps * STEP[0], height + steps * STEP[1]] }));
}

/** Comments that were dragged, or one that was resized, at the places where they are drawn. */
export function commentsPlaced(places: Record<number, Place>): void {
  const lifts = commentsOf(now().design).map(({ place }) => place);
  const moved = Object.entries(places).reduce((design, [at, place]) => changeComment(design, Number(at), { place: lowered(place, lifts[Number(at)]) }), now().design);
  useComments.setState({ live: {} });
  changed(moved);
}

function changed(design: ReturnType<typeof now>["design"]): void {
  if (design !== now().design) now().change(design);
}

/** A place on the canvas as the design writes it: what is folded above counts in full. */
function lowered([x, y, width, height]: Place, was?: Place): Place {
  const { design } = now(), cuts = cutsNow(flowOf(design, useFolded.getState().paths).nodes);
  return [x, opened(cuts, x, y, was ? was[1] - closed(cuts, was[1]) : 0), width, height];
}

type Cuts = NonNullable<ReturnType<typeof flowOf>["nodes"][number]["data"]["cuts"]>;
export const cutsNow = (nodes: ReturnType<typeof flowOf>["nodes"]): Cuts => nodes.find((node) => node.id === pinId("", "in"))?.data.cuts ?? [];

