/** Loss against compute, a point a run: what is lower and further left learned more from less. */
import { useTranslation } from "react-i18next";
import { fixed } from "../pages/format";
import { flops } from "./axis-formats";
import { decades, LOSSES, type Compared, type Measure } from "./board";
import { useRoom } from "./room";

const H = 330, LEFT = 64, TOP = 16, BOTTOM = 44;
const NARROW = 560, LEAST = 260; // pixels

interface Props { runs: Compared[]; colors: ReadonlyMap<string, string>; measure: Measure }

export function Scatter({ runs, colors, measure }: Props) {
  const { t } = useTranslation();
  const known = runs.flatMap((run) => (run.flops && run[measure] != null ? [{ run, x: run.flops, y: run[measure] }] : []));
  return (
    <section className="panel" aria-labelledby="scatter-title">
      <h2 id="scatter-title">{t("versus.scatter")}</h2>
      <p className="sub">{t(known.length ? "versus.scatterHelp" : "versus.scatterNone")}</p>
      {known.length > 0 && <Points known={known} colors={colors} measure={measure} />}
    </section>
  );
}

interface Point { run: Compared; x: number; y: number }

function Points({ known, colors, measure }: Omit<Props, "runs"> & { known: Point[] }) {
  const { t } = useTranslation();
  const [box, room] = useRoom();
  const W = Math.max(room, LEAST), narrow = W < NARROW, RIGHT = narrow ? 18 : 150;
  const ticks = decades(Math.min(...known.map((p) => p.x)), Math.max(...known.map((p) => p.x)));
  const [from, to] = [Math.log10(ticks[0] ?? 1), Math.log10(ticks.at(-1) ?? 10)];
  const ys = known.map((p) => p.y), pad = Math.max(0.02, (Math.max(...ys) - Math.min(...ys)) * 0.15);
  const [low, high] = [Math.min(...ys) - pad, Math.max(...ys) + pad];
  const x = (v: number): number => LEFT + ((Math.log10(v) - from) / Math.max(to - from, 1e-9)) * (W - LEFT - RIGHT);
  const y = (v: number): number => TOP + ((high - v) / (high - low)) * (H - TOP - BOTTOM);
  const levels = Array.from({ length: 5 }, (_, n) => low + ((high - low) * n) / 4);
  const heights = apart(known.map((p) => ({ id: p.run.id, x: x(p.x), y: y(p.y) + 4 })), narrow ? W : NAME_WIDTH);
  const told = measure === "bits_per_byte" ? "pointBits" : "point";
  const words = known.map((p) => t(`versus.${told}`, { title: p.run.title, flops: flops(p.x), loss: fixed(p.y) })).join("; ");
  const unit = LOSSES.has(measure) ? ` (${t("run.nats")})` : "";
  const nameAt = (at: number) => (narrow && at > (LEFT + W) / 2 ? { x: at - 11, textAnchor: "end" as const } : { x: at + 11 });
  return (
    <div className="scatter-box" ref={box} style={{ minHeight: H }}>
      {room > 0 && (
        <svg className="scatter" width={W} height={H} role="img" aria-label={words}>
          {ticks.map((v) => <g key={v}><line className="rule" x1={x(v)} x2={x(v)} y1={TOP} y2={H - BOTTOM} /><text x={x(v)} y={H - BOTTOM + 18} textAnchor="middle">{flops(v)}</text></g>)}
          {levels.map((v) => <g key={v}><line className="rule" x1={LEFT} x2={W - RIGHT} y1={y(v)} y2={y(v)} /><text x={LEFT - 8} y={y(v) + 4} textAnchor="end">{fixed(v, 2)}</text></g>)}
          <text x={(LEFT + W - RIGHT) / 2} y={H - 6} textAnchor="middle">{t("versus.column.flops")}</text>
          <text transform={`translate(14 ${(TOP + H - BOTTOM) / 2}) rotate(-90)`} textAnchor="middle">{`${t(`versus.column.${measure}`)}${unit}`}</text>
          {known.map((p) => <g key={p.run.id}><circle cx={x(p.x)} cy={y(p.y)} r={6} fill={colors.get(p.run.id)} /><text className="name" {...nameAt(x(p.x))} y={heights.get(p.run.id) ?? y(p.y) + 4}>{short(p.run.title, narrow ? (W - LEFT) / 2 / LETTER - 2 : LONGEST)}</text></g>)}
        </svg>
      )}
    </div>
  );
}

const NAME_WIDTH = 170, NAME_HEIGHT = 15;

/** Where names stand: beside their points, and above one another where points are close. */
function apart(places: { id: string; x: number; y: number }[], reach: number): Map<string, number> {
  const set: { id: string; x: number; y: number }[] = [];
  for (const place of [...places].sort((a, b) => b.y - a.y)) {
    const below = set.filter((one) => Math.abs(one.x - place.x) < reach).map((one) => one.y - NAME_HEIGHT);
    set.push({ ...place, y: Math.min(place.y, ...below) });
  }
  return new Map(set.map((one) => [one.id, one.y]));
}

const LONGEST = 24; // letters
const LETTER = 7, WIDE = 1.7; // pixels of a Latin letter, and how many of them a Korean one takes

function short(title: string, most: number): string {
  let room = most, kept = "";
  for (const letter of title) {
    room -= letter >= "\u1100" ? WIDE : 1;
    if (room < 0) return `${kept.slice(0, -1)}…`;
    kept += letter;
  }
  return title;
}
