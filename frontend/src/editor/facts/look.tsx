/** On the canvas: by which cost blocks are coloured, what the colours mean, and whether edges carry shapes. */
import "./facts.css";
import { Panel } from "@xyflow/react";
import { Flame, Shapes } from "lucide-react";
import { useTranslation } from "react-i18next";
import { COSTS, largestShare, type CostKind } from "../../graph/facts";
import { useEditor } from "../../store/editor";
import { HEATS, useView } from "../../store/view";
import { brief, percent } from "./amounts";

export function Look() {
  const { t } = useTranslation();
  const heat = useView((s) => s.heat), shapes = useView((s) => s.shapes), look = useView((s) => s.look);
  return (
    <Panel position="top-left" className="ed-facts-look" aria-label={t("facts.look")} role="group">
      <div className="ed-facts-look-line">
        <fieldset className="ed-heats">
          <legend className="visually-hidden">{t("facts.heat")}</legend>
          <Flame size={15} aria-hidden />
          {HEATS.map((one) => (
            <label key={one} title={`${t("facts.heat")}: ${t(`facts.heats.${one}`)}`}>
              <input type="radio" name="heat" value={one} checked={heat === one} onChange={() => look({ heat: one })} />
              <span>{t(`facts.heats.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        <button type="button" className="ed-shapes" aria-pressed={shapes} title={t("facts.shapesHelp")} onClick={() => look({ shapes: !shapes })}><Shapes size={15} aria-hidden /> {t("facts.shapes")}</button>
      </div>
      {heat !== "off" && <Legend heat={heat} />}
    </Panel>
  );
}

/** The scale from none to the largest share of one block, and what the whole is. */
function Legend({ heat }: { heat: CostKind }) {
  const { t } = useTranslation();
  const most = useEditor((s) => largestShare(s.report, heat)), whole = useEditor((s) => s.report?.totals?.[COSTS[heat]]);
  if (whole === undefined) return <p className="ed-heat-legend">{t("facts.legend.pending")}</p>;
  if (!whole) return <p className="ed-heat-legend">{t("facts.legend.none")}</p>;
  return (
    <p className="ed-heat-legend">
      <span>{t(`facts.legend.${heat}`)} <small>({brief(heat, whole, t)})</small></span>
      <span className="ed-heat-scale"><span aria-hidden>{percent(0)}</span><i role="img" aria-label={t("facts.legend.scale", { most: percent(most) })} /><span aria-hidden>{percent(most)}</span></span>
    </p>
  );
}
