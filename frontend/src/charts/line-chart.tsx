/** One uPlot chart in the page's colours that grows with its events. */
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

export interface Series {
  label: string;
  color: "--series-1" | "--series-2" | "--series-3";
  points?: boolean;
  /** For a line that is a measure, not a measurement. */
  dashed?: boolean;
}
interface Props {
  title: string;
  columns: (number | null)[][];
  series: Series[];
  format: (value: number) => string;
  height?: number;
  logarithmic?: boolean;
  /** Begin the vertical axis at zero: noise then looks as small as it is. */
  fromZero?: boolean;
  stepWord: string;
}

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function axis(format: ((value: number) => string) | null): uPlot.Axis {
  const base: uPlot.Axis = {
    stroke: () => token("--muted"),
    grid: { stroke: () => token("--grid"), width: 1 },
    ticks: { show: false },
    font: '12px "Inter Variable", sans-serif',
  };
  return format ? { ...base, size: 54, values: (_, values) => values.map((v) => (v == null ? "" : format(v))) } : base;
}

function options(props: Props, width: number): uPlot.Options {
  return {
    width,
    height: props.height ?? 260,
    cursor: { points: { size: 7 }, drag: { x: true, y: false } },
    scales: { x: { time: false }, y: props.logarithmic ? { distr: 3 } : props.fromZero ? { range: (_, __, max) => [0, max * 1.15 || 1] } : {} },
    axes: [axis(null), axis(props.format)],
    series: [
      { label: props.stepWord },
      ...props.series.map(
        (one): uPlot.Series => ({
          label: one.label,
          stroke: () => token(one.color),
          width: 2,
          ...(one.dashed ? { dash: [6, 5] } : {}),
          spanGaps: true,
          points: one.points ? { show: true, size: 5, fill: () => token(one.color) } : { show: false },
          value: (_, value) => (value == null ? "–" : props.format(value)),
        }),
      ),
    ],
  };
}

export function LineChart(props: Props) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const data = useRef(props.columns);
  data.current = props.columns;
  const shape = `${props.title}|${props.logarithmic ?? false}|${props.series.map((one) => one.label).join()}`;

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const plot = new uPlot(options(props, element.clientWidth), data.current as uPlot.AlignedData, element);
    chart.current = plot;
    const sizes = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: props.height ?? 260 }));
    sizes.observe(element);
    const themes = new MutationObserver(() => plot.redraw(false, true));
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      sizes.disconnect();
      themes.disconnect();
      plot.destroy();
      chart.current = null;
    };
    // The chart is made anew only when what it shows changes; its data is set below.
  }, [shape]);

  useEffect(() => chart.current?.setData(props.columns as uPlot.AlignedData), [props.columns]);
  return <div className="chart" ref={box} role="img" aria-label={props.title} />;
}
