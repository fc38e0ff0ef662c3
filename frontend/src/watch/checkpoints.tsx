/** The checkpoints that are kept, newest first. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ofType, type EventLog } from "../charts/events";
import { bytes, exact, fixed } from "../pages/format";
import { get } from "../shared/api";

interface Checkpoint { step: number; n_bytes: number; val_loss: number | null; is_best: boolean; is_last: boolean }

export function Checkpoints({ id, log }: { id: string; log: EventLog }) {
  const { t } = useTranslation();
  const told = ofType(log, "checkpoint").length + ofType(log, "resume").length;
  const kept = useCheckpoints(id, told);
  if (kept.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="checkpoints-title">
      <h2 id="checkpoints-title">{t("watch.checkpoints")}</h2>
      <p className="sub">{t("watch.checkpointsHelp")}</p>
      <dl className="pairs">
        {kept.map((one) => (
          <div key={one.step}>
            <dt>{t("run.sampleAt", { step: exact(one.step) })} {one.is_last && <span className="badge">{t("watch.lastOne")}</span>} {one.is_best && <span className="badge badge-good">{t("watch.bestOne")}</span>}</dt>
            <dd>{one.val_loss == null ? t("watch.notJudged") : t("watch.lossOf", { loss: fixed(one.val_loss) })} · {bytes(one.n_bytes)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Read again whenever one was told. A site that does not answer leaves what was there. */
function useCheckpoints(id: string, told: number): Checkpoint[] {
  const [kept, setKept] = useState<Checkpoint[]>([]);
  useEffect(() => {
    const asked = new AbortController();
    get<Checkpoint[]>(`/api/v1/runs/${id}/checkpoints/`, asked.signal).then(setKept, () => undefined);
    return () => asked.abort();
  }, [id, told]);
  return kept;
}
