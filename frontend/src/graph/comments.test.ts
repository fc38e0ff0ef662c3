import { describe, expect, it } from "vitest";
import CASES from "../../../tests/cases/comments.json";
import { addComment, changeComment, commentAt, commentId, commentsOf, MAX_COMMENTS, MAX_TEXT, removeComments, type Comment } from "./comments";
import { writer } from "./test-designs";
import type { Design } from "./types";

const NOTE: Comment = { text: "Why?", place: [10, 20, 200, 100] };
const made = (...comments: Comment[]): Design => ({ ...writer(), meta: { ...writer().meta, comments } });

describe("comments of a file", () => {
  it.each(CASES)("are drawn if the server takes them: $name", ({ comments, sound }) => {
    const read = commentsOf({ ...writer(), meta: { comments: comments as unknown as Comment[] } });
    expect(read).toEqual(sound ? comments : []);
  });
  it("are not drawn where they are too many or too long", () => {
    expect(commentsOf(made(...Array<Comment>(MAX_COMMENTS + 1).fill(NOTE)))).toEqual([]);
    expect(commentsOf(made({ ...NOTE, text: "x".repeat(MAX_TEXT + 1) }))).toEqual([]);
  });
});

describe("a comment", () => {
  it("is added, changed and removed beside the title, and leaves no trace", () => {
    const [one, at] = addComment(writer(), { ...NOTE, place: [10.4, 20, 5, 5] })!;
    expect(one.meta).toEqual({ title: "Tiny story writer", comments: [{ text: "Why?", place: [10, 20, 120, 64] }] });
    const pink = changeComment(one, at, { colour: "pink", text: "<b>So</b>" });
    expect(commentsOf(pink)).toEqual([{ text: "<b>So</b>", place: [10, 20, 120, 64], colour: "pink" }]);
    expect(commentsOf(changeComment(pink, at, { colour: "yellow" }))[0]).not.toHaveProperty("colour");
    expect(removeComments(pink, [at]).meta).toEqual({ title: "Tiny story writer" });
  });
  it("is no step of the history where nothing changes", () => {
    const design = made(NOTE);
    expect(changeComment(design, 0, { text: "Why?" })).toBe(design);
    expect(changeComment(design, 5, { text: "x" })).toBe(design);
    expect(removeComments(design, [5])).toBe(design);
  });
  it("is refused where there are as many as may be", () => {
    expect(addComment(made(...Array<Comment>(MAX_COMMENTS).fill(NOTE)), NOTE)).toBeNull();
  });
  it("is told from a block by its id", () => {
    expect([commentAt(commentId(3)), commentAt("layers.attn"), commentAt("@in")]).toEqual([3, null, null]);
  });
});
