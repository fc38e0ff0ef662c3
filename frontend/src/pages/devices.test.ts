import { describe, expect, it } from "vitest";
import { devicesOf, sharing } from "./devices";

describe("how many devices may share a batch", () => {
  it("offers what divides it, as far as there are devices", () => {
    expect(sharing(16, 8, 1)).toEqual([1, 2, 4, 8]);
    expect(sharing(6, 4, 2)).toEqual([1, 2, 3]);
    expect(sharing(16, 1, 1)).toEqual([1]);
  });

  it("keeps what was chosen, for the site to say what is wrong with it", () => {
    expect(sharing(6, 4, 4)).toEqual([1, 2, 3, 4]);
    expect(sharing(8, 1, 2)).toEqual([1, 2]);
    expect(sharing(Number.NaN, 4, 2)).toEqual([1, 2]);
  });

  it("takes runs of before for runs on one", () => {
    expect([devicesOf({}), devicesOf({ devices: 4 })]).toEqual([1, 4]);
  });
});
