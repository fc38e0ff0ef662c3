/** What a waiting run's page says: its place, when it starts, why it waits, and what one can do. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Run } from "../pages/run-types";
import { get } from "../shared/api";
import "./queue.css";
import { roughly } from "./roughly";

const EVERY_MS = 4000;

export function Waiting({ run, queueUrl }: { run: Run; queueUrl: string }) {
  const { t } = useTranslation();
  const { position, queue_length: of, starts_in_s: startsIn } = run;
  return (
    <div className="waiting" data-waiting>
      {position !== null && <p className="strong">{startsIn === null ? t("queue.place", { position, of }) : t("queue.placeAndTime", { position, of, time: roughly(startsIn, t) })}</p>}
      {run.made_room && <p>{t("queue.madeRoom")}</p>}
      <p className="sub">{run.waits_because?.detail} <a href={queueUrl}>{t("queue.see")}</a></p>
    </div>
  );
}

/** Others come and go while a run waits, which changes nothing of its own: its place is read again and again. */
export function usePlace(run: Run): Run {
  const [fresh, setFresh] = useState<Run | null>(null);
  const waits = run.state === "queued";
  useEffect(() => {
    if (!waits) return undefined;
    const aborted = new AbortController();
    const read = async (): Promise<void> => {
      if (document.hidden) return;
      const found = await get<{ runs: Run[] }>(`/api/v1/runs/live/?ids=${run.id}`, aborted.signal);
      setFresh(found.runs[0] ?? null);
    };
    const timer = setInterval(() => read().catch(() => undefined), EVERY_MS); // the next round tries again
    return () => {
      aborted.abort();
      clearInterval(timer);
      setFresh(null);
    };
  }, [waits, run.id]);
  return waits && fresh?.state === "queued" ? { ...run, position: fresh.position, queue_length: fresh.queue_length, starts_in_s: fresh.starts_in_s, waits_because: fresh.waits_because } : run;
}
