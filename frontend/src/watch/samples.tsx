/** What the model writes as it learns: a slider over the steps, at the newest until somebody looks back. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ofType, type EventLog, type RunEvent } from "../charts/events";
import { exact } from "../pages/format";

interface Moment { step: number; samples: RunEvent[] }

/** Samples of the same step belong together: one for each prompt. */
export function momentsOf(samples: readonly RunEvent[]): Moment[] {
  const moments = new Map<number, RunEvent[]>();
  for (const sample of samples) {
    const step = sample.step ?? 0;
    moments.set(step, [...(moments.get(step) ?? []), sample]);
  }
  return [...moments].sort(([a], [b]) => a - b).map(([step, held]) => ({ step, samples: held }));
}

export function Samples({ log }: { log: EventLog }) {
  const { t } = useTranslation();
  const moments = useMemo(() => momentsOf(ofType(log, "sample")), [log]);
  const [chosen, setChosen] = useState<number | null>(null); // a step; null follows the newest
  const last = moments.length - 1;
  const found = chosen === null ? last : moments.findIndex((moment) => moment.step === chosen);
  const at = found < 0 ? last : found;
  const moment = moments[at];
  const go = (to: number): void => setChosen(to >= last ? null : (moments[Math.max(0, to)]?.step ?? null));
  return (
    <section className="panel" aria-labelledby="samples-title">
      <h2 id="samples-title">{t("run.samples")}</h2>
      <p className="sub">{t(moment ? "watch.samplesHelp" : "run.noSamples")}</p>
      {moment && (
        <>
          <div className="scrubber">
            <button type="button" className="icon-btn" disabled={at === 0} onClick={() => go(at - 1)} aria-label={t("watch.earlier")} title={t("watch.earlier")}><ChevronLeft size={18} aria-hidden /></button>
            <input type="range" min={0} max={Math.max(last, 0)} value={at} disabled={last === 0} aria-label={t("watch.scrubber")} aria-valuetext={t("run.sampleAt", { step: exact(moment.step) })} onChange={(event) => go(Number(event.target.value))} />
            <button type="button" className="icon-btn" disabled={at === last} onClick={() => go(at + 1)} aria-label={t("watch.later")} title={t("watch.later")}><ChevronRight size={18} aria-hidden /></button>
          </div>
          <p className="scrub-facts"><b>{t("run.sampleAt", { step: exact(moment.step) })}</b><span className="sub">{t("watch.sampleOf", { n: at + 1, of: moments.length })}</span>
            <button type="button" className="btn btn-small" disabled={at === last} onClick={() => setChosen(null)}>{t("watch.newest")}</button></p>
          <ol className="samples">
            {moment.samples.map((sample) => <li key={sample.seq}><p><b>{String(sample.prompt ?? "")}</b>{String(sample.text ?? "")}</p></li>)}
          </ol>
        </>
      )}
    </section>
  );
}
