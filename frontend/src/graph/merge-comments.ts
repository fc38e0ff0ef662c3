/** Three-way merging of the comments on the canvas: what either side wrote stays, and where both wrote in one, somebody chooses. */
import { COLOURS, type Comment } from "./comments";
import { mergedValue, same, type Ask } from "./merge-values";

type Alike = (one: Comment, other: Comment) => boolean;
/** A comment has no name of its own: it is the one that is the same, or else lies where it lay, or else says what it said. */
const LIKENESSES: readonly Alike[] = [same, (one, other) => same(one.place, other.place), (one, other) => one.text === other.text];

/** What became of each comment of `base` in one side, and what is new there. */
function followed(base: readonly Comment[], side: readonly Comment[]): { became: (Comment | undefined)[]; added: Comment[] } {
  const became = base.map((): Comment | undefined => undefined), added = [...side];
  for (const alike of LIKENESSES) {
    base.forEach((was, at) => {
      const found = became[at] ? -1 : added.findIndex((one) => alike(was, one));
      if (found >= 0) [became[at]] = added.splice(found, 1);
    });
  }
  return { became, added };
}

/** Merge the comments that were made from `base`. Where they lie and their colours are never asked: mine wins. */
export function mergedComments(base: readonly Comment[], mine: readonly Comment[], theirs: readonly Comment[], ask: Ask): Comment[] {
  const here = followed(base, mine), there = followed(base, theirs);
  const kept = base.flatMap((was, at): Comment[] => {
    const [m, t] = [here.became[at], there.became[at]], left = m ?? t;
    if (m && t) return [together(was, m, t, `comments.${at + 1}`, ask)];
    return left && !same(left, was) ? [left] : []; // removed by one, unless the other wrote in it
  });
  return [...kept, ...here.added, ...there.added.filter((one) => !here.added.some((other) => same(one, other)))];
}

function together(was: Comment, mine: Comment, theirs: Comment, name: string, ask: Ask): Comment {
  if (same(theirs, was)) return mine;
  if (same(mine, was)) return theirs;
  const text = mergedValue(was.text, mine.text, theirs.text, name, ask) as string;
  const place = same(mine.place, was.place) ? theirs.place : mine.place;
  const colour = (mine.colour === was.colour ? theirs.colour : mine.colour) ?? COLOURS[0];
  return { text, place, ...(colour === COLOURS[0] ? {} : { colour }) };
}
