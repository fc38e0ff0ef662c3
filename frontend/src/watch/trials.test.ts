import { describe, expect, it } from "vitest";
import { best, decades, sorted, type Compared } from "./board";
import { pointsOf } from "./spark";
import { axisOf, bestOf, goodness, isOver, listOf, place, withoutRun, type Trial } from "./trials";

const trial = (number: number, loss: number | null): Trial => ({ number, values: { lr: number }, queued: true, n_parameters: 1, run: { id: `r${number}`, best_val_loss: loss } as Trial["run"] });
const run = (id: string, loss: number | null): Compared => ({ id, title: id, best_val_loss: loss }) as Compared;

describe("a search", () => {
  it("reads lists of numbers and words", () => {
    expect(listOf("0.001, 3e-3  64,cosine")).toEqual([0.001, 0.003, 64, "cosine"]);
    expect(listOf("  ")).toEqual([]);
  });

  it("places values on a logarithmic axis when they are far apart", () => {
    const axis = axisOf("lr", [0.001, 0.1, 0.01]);
    expect(axis.log).toBe(true);
    expect(place(axis, 0.01)).toBeCloseTo(0.5);
    expect(place(axisOf("d", [16, 32]), 32)).toBe(1);
    expect(place(axisOf("schedule", ["wsd", "cosine"]), "wsd")).toBe(1);
    expect(place(axisOf("one", [5]), 5)).toBe(0.5);
  });

  it("knows its best run", () => {
    expect(bestOf([trial(1, 2), trial(2, null), trial(3, 1)])?.id).toBe("r3");
    expect(bestOf([trial(1, null)])).toBeNull();
    expect(goodness(1, [1, 3])).toBe(1);
  });

  it("has nothing more to come of a trial that was never queued when it was stopped, or whose run was deleted", () => {
    const of = (queued: boolean, state?: string): Trial => ({ ...trial(1, null), queued, run: state ? ({ state } as Trial["run"]) : null });
    expect([withoutRun(of(false), false), withoutRun(of(false), true), withoutRun(of(true), true)]).toEqual(["waits", "notStarted", "gone"]);
    const over = (stopped: boolean) => [of(false), of(true), of(true, "training"), of(true, "failed")].map((one) => isOver(one, stopped));
    expect(over(false)).toEqual([false, true, false, true]);
    expect(over(true)).toEqual([true, true, false, true]);
  });
});

describe("a leaderboard", () => {
  it("puts those without a number last, whichever way it goes", () => {
    const runs = [run("a", null), run("b", 2), run("c", 1)];
    expect(sorted(runs, { by: "best_val_loss", down: false }).map((one) => one.id)).toEqual(["c", "b", "a"]);
    expect(sorted(runs, { by: "best_val_loss", down: true }).map((one) => one.id)).toEqual(["b", "c", "a"]);
    expect(best(runs, "best_val_loss")?.id).toBe("c");
    expect(decades(3e9, 2e11)).toEqual([1e9, 1e10, 1e11, 1e12]);
  });

  it("draws small curves from the highest loss down", () => {
    const [first, last] = pointsOf({ step: [1, 11], loss: [5, 2] });
    expect(first?.[1]).toBeLessThan(last?.[1] ?? 0);
  });
});
