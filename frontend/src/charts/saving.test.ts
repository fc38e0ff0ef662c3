import { expect, test } from "vitest";
import type { Curve } from "./curves";
import { csvOfLines, inRows } from "./saving";

const curve = (steps: number[], fields: Record<string, number[]>): Curve => ({
  first: steps, last: steps, fields: Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, { early: values, late: values, mean: values }])),
});

test("lines of one curve stand side by side, and another curve has a table of its own", () => {
  const metric = curve([1, 2], { loss: [3, 2.5], lr: [0.1, 0.2] }), evals = curve([2], { val_loss: [2.6] });
  const lines = [{ curve: metric, field: "loss" }, { curve: metric, field: "lr" }, { curve: evals, field: "val_loss" }];
  expect(csvOfLines(lines)).toBe("step,loss,lr\n1,3,0.1\n2,2.5,0.2\n\nstep,val_loss\n2,2.6\n");
});

test("lines of several runs are one table that names the run and keeps the steps, over whatever they are drawn", () => {
  const fast = curve([1], { loss: [3] }), deep = curve([2], { loss: [2] });
  const lines = [
    { curve: curve([4096], { loss: [3] }), unplaced: fast, field: "loss", run: 'Fast, "very"' },
    { curve: curve([8192], { loss: [2] }), unplaced: deep, field: "loss", run: "Deep" },
  ];
  expect(csvOfLines(lines)).toBe('run,step,loss\n"Fast, ""very""",1,3\nDeep,2,2\n');
  expect(csvOfLines(lines.slice(1))).toBe("step,loss\n2,2\n");
});

test("a legend that is wider than its picture goes on in the next row", () => {
  expect(inRows([100, 100, 100], 250)).toEqual([{ x: 0, row: 0 }, { x: 117, row: 0 }, { x: 0, row: 1 }]);
  expect(inRows([400, 100], 250)).toEqual([{ x: 0, row: 0 }, { x: 0, row: 1 }]);
});
