import { describe, expect, it } from "vitest";
import { closed, cutsOf, opened, type Tall } from "./closing";

const GAP = 40;
const block = (y: number, x = 0): Tall => ({ x, y, width: 200, full: 60, shown: 60 });
const folded = (y: number, full: number, x = 0): Tall => ({ ...block(y, x), full });
const drawn = (blocks: Tall[]): number[] => blocks.map(({ y }) => closed(cutsOf(blocks, GAP), y));

describe("a folded frame", () => {
  it("draws what is below it up, and leaves what is above", () => {
    expect(drawn([block(0), folded(100, 500), block(650), block(750)])).toEqual([0, 100, 210, 310]);
  });
  it("closes with others above and below it", () => {
    expect(drawn([folded(0, 400), folded(440, 400), block(880)])).toEqual([0, 100, 200]);
  });
  it("closes as far as the taller of two side by side", () => {
    expect(drawn([folded(0, 300), folded(0, 800, 240), block(840)])).toEqual([0, 0, 100]);
  });
  it("never draws a block onto one that stands beside it", () => {
    const beside = block(300, 240);
    expect(drawn([folded(0, 800), beside, block(840)])).toEqual([0, 300, 400]);
  });
  it("changes nothing where blocks lie too close already", () => {
    expect(drawn([folded(0, 200), block(190), block(260)])).toEqual([0, 190, 260]);
  });
});

describe("a place on the closed drawing", () => {
  const blocks = [block(0), folded(100, 500), block(650)], cuts = cutsOf(blocks, GAP);
  it.each([0, 99, 210, 500, 5000])("drawn at %d is drawn there again", (y) => {
    expect(closed(cuts, opened(cuts, 0, y))).toBe(y);
  });
  it("is below all that is in the frame where it seems to be under it", () => {
    expect(opened(cuts, 0, 210)).toBe(650);
    expect(opened(cuts, 0, 170, 0)).toBe(610);
    expect(opened(cuts, 0, 210, 440)).toBe(650);
  });
  it("is beside the frame where it was beside it", () => {
    expect(opened(cuts, 300, 170)).toBe(170);
    expect(opened(cuts, 300, 210, 440)).toBe(650);
  });
});
