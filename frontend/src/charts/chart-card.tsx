/** A chart on its panel: legend with values, tools, a keyboard cursor, and its numbers as a table. */
import { Download, FileSpreadsheet, ZoomIn, ZoomOut } from "lucide-react";
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type uPlot from "uplot";
import { type Scale } from "./axes";
import type { Curve } from "./curves";
import { drawn, near } from "./drawn";
import { Plot, type PlotSeries, type Ticks, type Zoom } from "./plot";
import { csvOfLines, download, pictureOf } from "./saving";
import { toggleLog, useChartSettings } from "./settings";
import { ValueTable } from "./value-table";
import { FARTHER, NEARER, zoomed } from "./zooming";

export interface ChartLine extends Pick<PlotSeries, "label" | "color" | "points" | "dashed"> {
  curve: Curve;
  /** The curve over steps, where `curve` is one over another axis: it is what is saved. */
  unplaced?: Curve;
  field: string;
  /** Whose line it is, where a chart has lines of several runs. */
  run?: string;
  /** A measurement that is smoothed when the person asks for it. */
  smooth?: boolean;
}
export interface View {
  scale: Scale;
  /** Steps of memory of the smoothing. */
  smoothing: number;
  zoom: Zoom;
  setZoom: (zoom: Zoom) => void;
  formatX: (value: number) => string;
  axisWord: string;
  /** Whether places are whole numbers, as steps are. */
  wholeX: boolean;
  /** Charts with the same name share cursor and zoom. */
  sync: string;
}
interface Props {
  id: string;
  title: string;
  /** In what its values are told, where they do not say it themselves. */
  unit?: string;
  /** What the chart says, for who does not see it. */
  summary?: string;
  note?: ReactNode;
  lines: ChartLine[];
  format: (value: number) => string;
  view: View;
  height?: number;
  fromZero?: boolean;
  noLog?: boolean;
  /** Which values have a tick: bytes are counted in powers of two. */
  ticks?: Ticks;
  empty: string;
  tools?: ReactNode;
}

export function ChartCard(props: Props) {
  const { t } = useTranslation();
  const { id, view, lines, format } = props;
  const settings = useChartSettings();
  const logarithmic = !props.noLog && settings.log.includes(id);
  const plot = useRef<uPlot | null>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const aim = useRef<number | null>(null); // where the cursor was last: it is gone when a finger is on a button
  const { columns, series, values } = useMemo(() => drawn(lines, view, logarithmic), [lines, view, logarithmic]);
  const xs = (columns[0] ?? []) as number[];
  const n = xs.length;
  const height = props.height ?? 190;
  const shown = values.map((column) => near(column, cursor ?? column.length - 1));
  const point = (index: number | null): void => {
    if (index !== null) aim.current = xs[index] ?? null;
    setCursor(index);
  };
  const named = props.unit ? `${props.title} (${props.unit})` : props.title;
  const file = (kind: string): string => `${id}.${kind}`;
  const savePicture = async (): Promise<void> => {
    const canvas = plot.current?.root.querySelector("canvas");
    const picture = canvas && (await pictureOf(canvas, named, lines));
    if (picture) download(file("png"), picture);
  };
  const saveNumbers = (): void => download(file("csv"), new Blob([csvOfLines(lines)], { type: "text/csv" }));
  return (
    <section className="panel chart-panel" aria-labelledby={`${id}-title`} data-chart={id}>
      <div className="chart-head">
        <h2 id={`${id}-title`}>{props.title}{props.unit && <small className="chart-unit"> {props.unit}</small>}</h2>
        <div className="chart-tools">
          {props.tools}
          {!props.noLog && <button type="button" className="chip" aria-pressed={logarithmic} onClick={() => toggleLog(id)}>{t("watch.log")}</button>}
          <button type="button" className="icon-btn" disabled={n < 2} onClick={() => view.setZoom(zoomed(xs, view.zoom, aim.current, NEARER))} aria-label={t("watch.zoomIn")} title={t("watch.zoomIn")}><ZoomIn size={16} aria-hidden /></button>
          <button type="button" className="icon-btn" disabled={!view.zoom} onClick={() => view.setZoom(null)} aria-label={t("watch.zoomOut")} title={t("watch.zoomOut")}><ZoomOut size={16} aria-hidden /></button>
          <button type="button" className="icon-btn" disabled={n === 0} onClick={() => void savePicture()} aria-label={t("watch.png", { title: props.title })} title={t("watch.png", { title: props.title })}><Download size={16} aria-hidden /></button>
          <button type="button" className="icon-btn" disabled={n === 0} onClick={saveNumbers} aria-label={t("watch.csv", { title: props.title })} title={t("watch.csv", { title: props.title })}><FileSpreadsheet size={16} aria-hidden /></button>
        </div>
      </div>
      {props.note}
      <dl className="chart-legend">
        <div className="legend-x"><dt>{view.axisWord}</dt><dd>{n === 0 ? "–" : view.formatX(xs[cursor ?? n - 1] ?? 0)}</dd></div>
        {lines.map((line, k) => <div key={`${line.field}-${k}`}><dt><i style={{ background: line.color.startsWith("--") ? `var(${line.color})` : line.color }} />{line.label}</dt><dd>{shown[k] == null ? "–" : format(shown[k])}</dd></div>)}
      </dl>
      <div className="chart-box" style={{ minHeight: height }}>
        {n === 0 ? <p className="chart-empty sub" style={{ height }}>{props.empty}</p> : (
          <>
            <span className="visually-hidden" role="img" aria-label={props.summary ?? props.title} />
            <KeyCursor title={props.title} plot={plot} view={view} xs={xs} cursor={cursor} words={lines.map((line, k) => `${line.label} ${shown[k] == null ? "–" : format(shown[k])}`).join(", ")} />
            <Plot columns={columns} series={series} format={format} formatX={view.formatX} height={height} ticksX={view.wholeX ? "whole" : "any"} ticksY={props.ticks ?? "any"} logarithmic={logarithmic} fromZero={Boolean(props.fromZero) && !logarithmic} zoom={view.zoom} sync={view.sync} plot={plot} onZoom={view.setZoom} onCursor={point} />
          </>
        )}
      </div>
      {n > 0 && <ValueTable title={named} axisWord={view.axisWord} columns={[xs, ...values]} labels={lines.map((line) => line.label)} format={format} formatX={view.formatX} />}
    </section>
  );
}

interface KeyProps {
  title: string;
  plot: { current: uPlot | null };
  view: View;
  xs: readonly number[];
  cursor: number | null;
  words: string;
}
const PAGE = 10;

/** The cursor for who uses keys: arrows move it, + and − zoom, Escape zooms out. Read aloud as a slider over the points. */
function KeyCursor({ title, plot, view, xs, cursor, words }: KeyProps) {
  const { t } = useTranslation();
  const last = xs.length - 1;
  const at = cursor ?? last;
  const place = xs[at] ?? 0;
  const move = (to: number): void => {
    const u = plot.current;
    const index = Math.max(0, Math.min(last, to));
    if (u) u.setCursor({ left: u.valToPos(xs[index] ?? 0, "x"), top: u.bbox.height / devicePixelRatio / 2 });
  };
  const zoomBy = (factor: number): void => view.setZoom(zoomed(xs, view.zoom, place, factor));
  const keys: Record<string, () => void> = {
    ArrowLeft: () => move(at - 1), ArrowRight: () => move(at + 1), ArrowDown: () => move(at - 1), ArrowUp: () => move(at + 1),
    PageDown: () => move(at - PAGE), PageUp: () => move(at + PAGE), Home: () => move(0), End: () => move(last),
    "+": () => zoomBy(NEARER), "=": () => zoomBy(NEARER), "-": () => zoomBy(FARTHER), Escape: () => view.setZoom(null),
  };
  const press = (event: KeyboardEvent): void => {
    const action = keys[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  };
  return <div className="key-cursor" role="slider" tabIndex={0} aria-label={t("watch.cursor", { title })} aria-valuemin={0} aria-valuemax={Math.max(last, 0)} aria-valuenow={Math.max(at, 0)} aria-valuetext={`${view.axisWord} ${view.formatX(place)}: ${words}`} onKeyDown={press} onFocus={() => move(at)} />;
}
