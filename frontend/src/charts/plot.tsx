/** One uPlot in the page's colours: its cursor and its zoom are shared with the other charts of the page. */
import { useEffect, useRef, type RefObject } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface PlotSeries {
  label: string;
  /** A token of the page's colours, or a colour. */
  color: string;
  points?: boolean;
  dashed?: boolean;
  /** The raw line beneath a smoothed one. */
  faint?: boolean;
}
export type Zoom = readonly [number, number] | null;

interface Props {
  columns: (number | null)[][];
  series: PlotSeries[];
  format: (value: number) => string;
  formatX: (value: number) => string;
  height: number;
  ticksX: Ticks;
  ticksY: Ticks;
  logarithmic: boolean;
  fromZero: boolean;
  zoom: Zoom;
  sync: string;
  plot: RefObject<uPlot | null>;
  onZoom: (zoom: Zoom) => void;
  onCursor: (index: number | null) => void;
}

const css = (color: string): string => (color.startsWith("--") ? getComputedStyle(document.documentElement).getPropertyValue(color).trim() : color);

/** Steps and tokens are whole; bytes are counted in powers of two. Between them stand no ticks. */
const WHOLE = Array.from({ length: 15 }, (_, power) => [1, 2, 5].map((n) => n * 10 ** power)).flat();
const POWERS_OF_TWO = Array.from({ length: 50 }, (_, power) => 2 ** power);
export type Ticks = "any" | "whole" | "bytes";
const INCREMENTS: Record<Ticks, number[] | undefined> = { any: undefined, whole: WHOLE, bytes: POWERS_OF_TWO };

const BESIDE = 76; // at least, between ticks side by side: their words are long

function axis(format: (value: number) => string, size: number, ticks: Ticks, space?: number): uPlot.Axis {
  const incrs = INCREMENTS[ticks];
  return {
    ...(incrs ? { incrs } : {}),
    ...(space ? { space } : {}),
    stroke: () => css("--muted"),
    grid: { stroke: () => css("--grid"), width: 1 },
    ticks: { show: false },
    font: '12px "Inter Variable", sans-serif',
    size,
    values: (_, values) => values.map((v) => (v == null ? "" : format(v))),
  };
}

function seriesOf(one: PlotSeries): uPlot.Series {
  return {
    label: one.label,
    stroke: () => css(one.color),
    alpha: one.faint ? 0.3 : 1,
    width: one.faint ? 1 : 2,
    ...(one.dashed ? { dash: [6, 5] } : {}),
    spanGaps: true,
    // a lone point makes no line, and would not be seen
    points: { show: (u, _, from, to) => Boolean(one.points) || (!one.faint && alone(u.data[0], from, to)), size: 6, fill: () => css(one.color) },
  };
}

const alone = (xs: uPlot.AlignedData[0], from: number, to: number): boolean => xs.length < 2 || to - from < 1;

function options(held: RefObject<Props>, width: number): uPlot.Options {
  const props = held.current;
  const y: uPlot.Scale = props.logarithmic ? { distr: 3 } : props.fromZero ? { range: (_, __, max) => [0, max * 1.1 || 1] } : {};
  return {
    width,
    height: props.height,
    legend: { show: false },
    cursor: { points: { size: 7 }, drag: { x: true, y: false, setScale: false }, sync: { key: props.sync, setSeries: false }, bind: { dblclick: () => () => (held.current.onZoom(null), null) } },
    scales: { x: { time: false, range: (_, min, max) => (held.current.zoom ? [held.current.zoom[0], held.current.zoom[1]] : [min ?? 0, max > min ? max : (min ?? 0) + 1]) }, y },
    axes: [axis((v) => held.current.formatX(v), 32, props.ticksX, BESIDE), axis((v) => held.current.format(v), 58, props.ticksY)],
    series: [{}, ...props.series.map(seriesOf)],
    hooks: {
      setCursor: [(u) => held.current.onCursor(u.cursor.idx ?? null)],
      setSelect: [(u) => {
        if (u.select.width < 4) return; // a click, not a drag
        held.current.onZoom([u.posToVal(u.select.left, "x"), u.posToVal(u.select.left + u.select.width, "x")]);
        u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      }],
    },
  };
}

export function Plot(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const held = useRef(props);
  held.current = props;
  const { plot } = props;
  const shape = `${props.ticksX}|${props.ticksY}|${props.logarithmic}|${props.fromZero}|${props.sync}|${props.series.map((one) => `${one.label}/${one.color}/${one.faint ?? ""}`).join()}`;

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const made = new uPlot(options(held, element.clientWidth), held.current.columns as uPlot.AlignedData, element);
    plot.current = made;
    const sizes = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: held.current.height }));
    sizes.observe(element);
    const themes = new MutationObserver(() => made.redraw(false, true));
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      sizes.disconnect();
      themes.disconnect();
      made.destroy();
      plot.current = null;
    };
    // The chart is made anew only when what it shows changes; its data is set below.
  }, [shape, plot]);

  const [from, to] = props.zoom ?? [null, null];
  useEffect(() => plot.current?.setData(props.columns as uPlot.AlignedData), [props.columns, from, to, plot]);
  return <div className="plot" ref={box} style={{ height: props.height }} aria-hidden="true" />;
}
