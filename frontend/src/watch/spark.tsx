/** A loss curve as small as a word; it grows as its run does. */
export interface SparkData { step: number[]; loss: number[] }
const W = 120, H = 32, PAD = 2;

/** Points of a line in the box, the lowest loss at the bottom. */
export function pointsOf({ step, loss }: SparkData): [number, number][] {
  const last = step.at(-1) ?? 0, first = step[0] ?? 0;
  const low = Math.min(...loss), high = Math.max(...loss);
  return loss.map((value, n) => [
    last > first ? PAD + (((step[n] ?? 0) - first) / (last - first)) * (W - 2 * PAD) : W / 2,
    high > low ? PAD + ((high - value) / (high - low)) * (H - 2 * PAD) : H / 2,
  ]);
}

export function Spark({ data, live, label }: { data: SparkData | null; live: boolean; label: string }) {
  const points = data && data.loss.length > 1 ? pointsOf(data) : [];
  const end = points.at(-1);
  return (
    <svg className="spark" viewBox={`0 0 ${W} ${H}`} width={W} height={H} role="img" aria-label={label} preserveAspectRatio="none">
      {end ? <><polyline points={points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")} />{live && <circle cx={end[0]} cy={end[1]} r={2.6} />}</> : <line x1={PAD} x2={W - PAD} y1={H / 2} y2={H / 2} />}
    </svg>
  );
}
