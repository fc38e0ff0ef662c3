/** The drawings: side by side, moved as one, or both in one. */
import { Maximize, Minus, Plus } from "lucide-react";
import { useCallback, useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Where } from "../editor/compare/differences";
import type { DesignDiff, Status } from "../graph/diff";
import { flowOf } from "../graph/flow";
import { edgeKey, overlaid } from "../graph/overlay";
import type { Registry } from "../graph/rules";
import type { Report } from "../graph/types";
import { Drawing, placeOf, useView, viewOn, type Drawn } from "./drawing";
import type { Drawable } from "./types";

export type Mode = "beside" | "over";

interface Props {
  a: Drawable;
  b: Drawable;
  diff: DesignDiff;
  registry: Registry;
  reports: Record<"a" | "b", Report | null>;
  mode: Mode;
  goal: (Where & { n: number }) | null; // where to look; `n` counts, so that one may ask twice
}

const STEP = 1.3; // of one press on zoom

export function Drawings(props: Props) {
  const { t } = useTranslation();
  const drawn = useDrawn(props), { registry, goal } = props;
  const designs = drawn.map((one) => one.design);
  const { view, setView, fit, size, setSize } = useView(designs);
  const onSize = useCallback((width: number, height: number) => setSize({ width, height }), [setSize]);
  useEffect(() => {
    const at = drawn.map((one) => (one.shown === null ? null : placeOf(flowOf(one.design).nodes, one.shown))).reverse().find((rect) => rect !== null);
    if (goal && at) setView((held) => viewOn(at, held, size.width, size.height));
  }, [goal]); // eslint-disable-line
  const zoom = (by: number) => (): void => setView(({ x, y, zoom: held }) => {
    const next = Math.min(2, Math.max(0.1, held * by)), factor = next / held;
    return { zoom: next, x: size.width / 2 - (size.width / 2 - x) * factor, y: size.height / 2 - (size.height / 2 - y) * factor };
  });
  return (
    <div className="cmp-drawings" data-mode={props.mode}>
      {drawn.map((one, at) => (
        <figure key={at}>
          {drawn.length > 1 && <figcaption>{at ? t("compare.to") : t("compare.from")} <strong>{one.label}</strong></figcaption>}
          <Drawing {...one} registry={registry} view={view} onView={setView} onSize={onSize} />
        </figure>
      ))}
      <div className="cmp-zoom" role="group" aria-label={t("compare.view")}>
        <button type="button" className="icon-btn" onClick={zoom(STEP)} aria-label={t("compare.zoomIn")} title={t("compare.zoomIn")}><Plus size={17} aria-hidden /></button>
        <button type="button" className="icon-btn" onClick={zoom(1 / STEP)} aria-label={t("compare.zoomOut")} title={t("compare.zoomOut")}><Minus size={17} aria-hidden /></button>
        <button type="button" className="icon-btn" onClick={fit} aria-label={t("compare.whole")} title={t("compare.whole")}><Maximize size={17} aria-hidden /></button>
      </div>
    </div>
  );
}

function useDrawn({ a, b, diff, reports, mode, goal }: Props): Drawn[] {
  const { t } = useTranslation();
  const both = useMemo(() => overlaid(a.design, b.design, diff), [a, b, diff]);
  const sides = useMemo(() => ({ a: sideStatus(diff, "a"), b: sideStatus(diff, "b") }), [diff]);
  if (mode === "over") {
    const shown = goal && (Object.entries(both.from).find(([, where]) => where.a === goal.a && where.b === goal.b)?.[0] ?? null);
    const status = (path: string): Status => both.status[path] ?? "same";
    return [{ design: both.design, label: t("compare.both", { a: a.title, b: b.title }), status, edgeStatus: (scope, from, to) => both.edges[edgeKey(scope, from, to)] ?? "same", report: reports.b, shown }];
  }
  return [{ design: a.design, label: a.title, ...sides.a, report: reports.a, shown: goal?.a ?? null }, { design: b.design, label: b.title, ...sides.b, report: reports.b, shown: goal?.b ?? null }];
}

function sideStatus(diff: DesignDiff, side: "a" | "b"): Pick<Drawn, "status" | "edgeStatus"> {
  const nodes = new Map(diff.nodes.flatMap((one) => (one[side] === null ? [] : [[one[side], one.status] as const])));
  const edges = new Map(diff.edges.flatMap((one) => { const end = one[side]; return end ? [[edgeKey(end.scope, ...end.pair), one.status] as const] : []; }));
  return { status: (path) => nodes.get(path) ?? "same", edgeStatus: (scope, from, to) => edges.get(edgeKey(scope, from, to)) ?? "same" };
}
