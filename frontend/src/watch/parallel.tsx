/** Parallel coordinates: an upright axis for each thing that varies and one for the loss; a line a run, the best one strong. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fixed } from "../pages/format";
import { valueName } from "../pages/values";
import { useRoom } from "./room";
import { axisOf, goodness, nameOf, place, type Trial } from "./trials";

const H = 320, SIDE = 62, TOP = 34, BOTTOM = 24;
const APART = 130; // at least, between axes: their names lie side by side; where there is no room, the drawing is scrolled

export function Parallel({ trials, keys, bestRun }: { trials: Trial[]; keys: string[]; bestRun: string | null }) {
  const { t } = useTranslation();
  const [pointed, setPointed] = useState<number | null>(null), [box, room] = useRoom();
  const shown = trials.filter((trial) => trial.run?.best_val_loss != null);
  const axes = [...keys.map((key) => axisOf(key, trials.map((trial) => trial.values[key]))), axisOf("loss", shown.map((trial) => trial.run?.best_val_loss))];
  const W = Math.max(room, 2 * SIDE + (axes.length - 1) * APART);
  const x = (n: number): number => SIDE + (n * (W - 2 * SIDE)) / Math.max(axes.length - 1, 1);
  const y = (part: number): number => H - BOTTOM - part * (H - TOP - BOTTOM);
  const valueAt = (trial: Trial, key: string): unknown => (key === "loss" ? trial.run?.best_val_loss : trial.values[key]);
  const losses = shown.map((trial) => trial.run?.best_val_loss ?? 0);
  const words = shown.map((trial) => `${trial.run?.title ?? ""}: ${fixed(trial.run?.best_val_loss)}`).join("; ");
  return (
    <section className="panel" aria-labelledby="parallel-title">
      <h2 id="parallel-title">{t("versus.parallel")}</h2>
      <p className="sub">{t(shown.length ? "versus.parallelHelp" : "versus.parallelNone")}</p>
      <div className="parallel-box" ref={box}>{shown.length > 0 && (
        <svg className="parallel" width={W} height={H} role="img" aria-label={words}>
          {axes.map((axis, n) => (
            <g key={axis.key}>
              <line className="axis" x1={x(n)} x2={x(n)} y1={y(0)} y2={y(1)} />
              <text className="axis-name" x={n === 0 ? 0 : n === axes.length - 1 ? W : x(n)} y={16} textAnchor={n === 0 ? "start" : n === axes.length - 1 ? "end" : "middle"}>{axis.key === "loss" ? t("versus.column.best_val_loss") : nameOf(axis.key, t)}</text>
              {axis.key === "loss" && <text x={W} y={29} textAnchor="end">{t("run.nats")}</text>}
              {axis.ticks.map((tick) => <text key={String(tick)} x={x(n) + (n === axes.length - 1 ? 8 : -8)} y={y(place(axis, tick)) + 4} textAnchor={n === axes.length - 1 ? "start" : "end"}>{typeof tick === "number" && axis.key === "loss" ? fixed(tick) : valueName(axis.key, tick, t)}</text>)}
            </g>
          ))}
          {shown.map((trial) => {
            const path = axes.map((axis, n) => `${n ? "L" : "M"}${x(n)},${y(place(axis, valueAt(trial, axis.key)))}`).join("");
            const dim = pointed !== null && pointed !== trial.number;
            const good = goodness(trial.run?.best_val_loss ?? 0, losses);
            return <path key={trial.number} d={path} className={`${trial.run?.id === bestRun ? "best" : ""} ${dim ? "dim" : ""}`} style={{ stroke: `hsl(${Math.round(25 + 225 * good)} 70% 55%)` }} onPointerEnter={() => setPointed(trial.number)} onPointerLeave={() => setPointed(null)}><title>{`${trial.run?.title ?? ""} · ${fixed(trial.run?.best_val_loss)}`}</title></path>;
          })}
        </svg>
      )}</div>
    </section>
  );
}
