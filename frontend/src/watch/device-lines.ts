/** Which charts of a run's use of its devices there are: what was never measured has none, but for the run's own processes. */
import type { Curve } from "../charts/curves";

export type Kind = "percent" | "bytes" | "watts" | "celsius";
interface DeviceLine { curve: Curve; field: string; word: string; color: string; dashed?: boolean }
export interface DeviceChart { id: string; word: string; kind: Kind; lines: DeviceLine[] }

export function deviceCharts(device: Curve, metric: Curve): DeviceChart[] {
  const line = (field: string, word: string, more: Partial<DeviceLine> = {}): DeviceLine => ({ curve: device, field, word, color: "--series-1", ...more });
  const memory = device.first.length ? device : metric; // trainers tell it too, and sooner
  const always: DeviceChart[] = [
    { id: "memory", word: "watch.memory", kind: "bytes", lines: [line("memory_bytes", "watch.memory", { curve: memory })] },
    { id: "use", word: "watch.cpuUse", kind: "percent", lines: [line("cpu_percent", "watch.cpuUse")] },
    { id: "machine", word: "watch.machineUse", kind: "percent", lines: [line("machine_cpu_percent", "watch.machineCpu", { color: "--series-3" }), line("machine_memory_percent", "watch.machineMemory", { color: "--series-2" })] },
  ];
  const gpu: DeviceChart[] = [
    { id: "gpu-use", word: "watch.gpuUse", kind: "percent", lines: [line("gpu_percent", "watch.gpuUse")] },
    { id: "gpu-memory", word: "watch.gpuMemory", kind: "bytes", lines: [line("gpu_memory_bytes", "watch.gpuMemoryUsed"), line("gpu_memory_total_bytes", "watch.gpuMemoryTotal", { color: "--series-3", dashed: true })] },
    { id: "gpu-power", word: "watch.gpuPower", kind: "watts", lines: [line("gpu_watts", "watch.gpuPower", { color: "--series-2" })] },
    { id: "gpu-temperature", word: "watch.gpuTemperature", kind: "celsius", lines: [line("gpu_celsius", "watch.gpuTemperature", { color: "--series-2" })] },
  ];
  return [...gpu.filter((chart) => chart.lines.some((one) => device.fields[one.field])), ...always];
}
