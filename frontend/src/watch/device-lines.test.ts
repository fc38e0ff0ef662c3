import { expect, test } from "vitest";
import { appended, NO_CURVE } from "../charts/curves";
import { deviceCharts } from "./device-lines";

const sample = (use: Record<string, number>) => appended(NO_CURVE, [{ seq: 1, type: "use", step: 1, ...use }]);
const CPU = { cpu_percent: 150, memory_bytes: 3e8, machine_cpu_percent: 80, machine_memory_percent: 40 };
const GPU = { ...CPU, gpu_percent: 97, gpu_memory_bytes: 4e10, gpu_memory_total_bytes: 8e10, gpu_watts: 640, gpu_celsius: 61 };
const told = appended(NO_CURVE, [{ seq: 1, type: "metric", step: 1, memory_bytes: 2e8 }]);
const ids = (use: Record<string, number>) => deviceCharts(sample(use), told).map((chart) => chart.id);

test("a run on a GPU shows what it uses of it beside what it uses of the machine", () => {
  expect(ids(GPU)).toEqual(["gpu-use", "gpu-memory", "gpu-power", "gpu-temperature", "memory", "use", "machine"]);
  expect(ids(CPU)).toEqual(["memory", "use", "machine"]);
});

test("every number that is collected has a line", () => {
  const fields = deviceCharts(sample(GPU), told).flatMap((chart) => chart.lines.map((line) => line.field));
  expect(new Set(fields)).toEqual(new Set(Object.keys(GPU)));
});

test("memory and power have units of their own", () => {
  const kinds = Object.fromEntries(deviceCharts(sample(GPU), told).map((chart) => [chart.id, chart.kind]));
  expect(kinds).toMatchObject({ "gpu-memory": "bytes", "gpu-power": "watts", "gpu-temperature": "celsius", use: "percent" });
});

test("until the machine was looked at, memory is what the trainer told", () => {
  const [memory] = deviceCharts(NO_CURVE, told);
  expect(memory?.lines[0]?.curve).toBe(told);
});
