/** Comments on the canvas: sticky notes in a design's `meta`. Nothing here mutates; limits are those of `architectures/core/comments.py`. */
import { isGroup } from "./document";
import type { Design } from "./types";

export const COLOURS = ["yellow", "green", "blue", "pink", "grey"] as const;
export type Colour = (typeof COLOURS)[number];
export type Place = [x: number, y: number, width: number, height: number];

export type Comment = { text: string; place: Place; colour?: Colour };

export const MAX_COMMENTS = 200, MAX_TEXT = 2000; // comments of a design, characters of one
export const LEAST: readonly [number, number] = [120, 64], USUAL: readonly [number, number] = [220, 130]; // width and height
const FURTHEST = 1_000_000;
const PREFIX = "@comment:";

export const commentId = (at: number): string => PREFIX + String(at);

/** Which comment a node of the canvas is; null if it is none. */
export const commentAt = (id: string): number | null => (id.startsWith(PREFIX) ? Number(id.slice(PREFIX.length)) : null);

const sound = (value: unknown): value is number => typeof value === "number" && Math.abs(value) <= FURTHEST;

function isComment(value: unknown): value is Comment {
  if (!isGroup(value as never)) return false;
  const { text, place, colour = COLOURS[0], ...more } = value as Record<string, unknown>;
  const placed = Array.isArray(place) && place.length === 4 && place.every(sound) && place[2]! > 0 && place[3]! > 0;
  return typeof text === "string" && text.length <= MAX_TEXT && placed && COLOURS.includes(colour as Colour) && Object.keys(more).length === 0;
}

/** The comments of a design; none where they are out of form, as the server would refuse them. */
export function commentsOf(design: Design): readonly Comment[] {
  const held: unknown = design.meta.comments;
  return Array.isArray(held) && held.length <= MAX_COMMENTS && held.every(isComment) ? held : NONE;
}

const NONE: readonly Comment[] = [];

function withComments(design: Design, comments: readonly Comment[]): Design {
  const { comments: _old, ...meta } = design.meta;
  return { ...design, meta: comments.length ? { ...meta, comments: [...comments] } : meta };
}

/** One more comment; null where there are as many as may be. */
export function addComment(design: Design, comment: Comment): [Design, number] | null {
  const held = commentsOf(design);
  return held.length < MAX_COMMENTS ? [withComments(design, [...held, tidy(comment)]), held.length] : null;
}

/** A comment changed in part; the same design where nothing changes. */
export function changeComment(design: Design, at: number, part: Partial<Comment>): Design {
  const held = commentsOf(design), was = held[at];
  if (!was) return design;
  const is = tidy({ ...was, ...part });
  return JSON.stringify(is) === JSON.stringify(tidy(was)) ? design : withComments(design, held.map((one, i) => (i === at ? is : one)));
}

export function removeComments(design: Design, gone: readonly number[]): Design {
  const held = commentsOf(design), left = held.filter((_, at) => !gone.includes(at));
  return left.length === held.length ? design : withComments(design, left);
}

/** Whole numbers, a size that can be read and taken hold of, and no more text than may be kept. */
function tidy({ text, place: [x, y, width, height], colour }: Comment): Comment {
  const place: Place = [Math.round(x), Math.round(y), Math.max(LEAST[0], Math.round(width)), Math.max(LEAST[1], Math.round(height))];
  return { text: text.slice(0, MAX_TEXT), place, ...(colour && colour !== COLOURS[0] ? { colour } : {}) };
}
