/** How all charts of the page are drawn: over what, how smooth, and which part. */
import { useTranslation } from "react-i18next";
import { AXES, scaleOf, type Axis } from "../charts/axes";
import type { Curve } from "../charts/curves";
import { smoothingSteps } from "../charts/lines";
import type { Zoom } from "../charts/plot";
import { changeSettings, useChartSettings } from "../charts/settings";
import type { View } from "../charts/chart-card";
import { exact } from "../pages/format";
import { AXIS_FORMATS } from "./axis-formats";


/** The view of the person's settings; where a run does not tell what the chosen axis takes, steps. */
export function useView(metric: Curve, flopsPerToken: number | null, zoom: Zoom, setZoom: (zoom: Zoom) => void, sync: string): View {
  const { t } = useTranslation();
  const { axis, smoothing } = useChartSettings();
  const scale = scaleOf(axis, metric, flopsPerToken);
  const shown = scale ? axis : "step";
  const steps = metric.last.at(-1) ?? 0;
  return { scale: scale ?? { of: (x) => x, step: (x) => x }, smoothing: smoothingSteps(smoothing, steps), zoom, setZoom, formatX: AXIS_FORMATS[shown], axisWord: t(`watch.axisName.${shown}`), wholeX: shown === "step" || shown === "tokens", sync };
}

interface Props {
  metric: Curve;
  flopsPerToken: number | null;
  zoom: Zoom;
  setZoom: (zoom: Zoom) => void;
}

export function ViewBar({ metric, flopsPerToken, zoom, setZoom }: Props) {
  const { t } = useTranslation();
  const { axis, smoothing } = useChartSettings();
  const possible = AXES.filter((one) => one === "step" || scaleOf(one, metric, flopsPerToken));
  const chosen = possible.includes(axis) ? axis : "step";
  const memory = smoothingSteps(smoothing, metric.last.at(-1) ?? 0);
  const choose = (one: Axis): void => {
    setZoom(null); // places on one axis are none on another
    changeSettings({ axis: one });
  };
  return (
    <div className="view-bar" role="group" aria-label={t("watch.view")}>
      <fieldset className="segments">
        <legend>{t("watch.axis")}</legend>
        {AXES.map((one) => (
          <label key={one}><input type="radio" name="axis" value={one} checked={chosen === one} disabled={!possible.includes(one)} onChange={() => choose(one)} /><span>{t(`watch.axisName.${one}`)}</span></label>
        ))}
      </fieldset>
      <label className="smooth">
        <span>{t("watch.smoothing")}</span>
        <input type="range" min={0} max={100} step={1} value={smoothing} aria-valuetext={t("watch.smoothingSteps", { steps: exact(Math.round(memory)) })} onChange={(event) => changeSettings({ smoothing: Number(event.target.value) })} />
        <output className="sub">{memory > 0 ? t("watch.smoothingSteps", { steps: exact(Math.round(memory)) }) : t("watch.smoothingOff")}</output>
      </label>
      <span className="sub view-hint">{zoom ? <button type="button" className="btn btn-small" onClick={() => setZoom(null)}>{t("watch.zoomOut")}</button> : <span className="drag-hint">{t("watch.hint")}</span>}</span>
    </div>
  );
}
