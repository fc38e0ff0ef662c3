/** One click that does what a fault asks for: a new run with the options changed. */
import { RotateCcw } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Run } from "../pages/run-types";
import { wordsOf } from "../pages/start";
import { request } from "../shared/api";
import { toast } from "../site/toast";
import { changesOf, fixOf } from "./fix";

export function Retry({ run }: { run: Run }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const key = useRef(`retry-${run.id}-${Date.now()}`); // two clicks are one wish
  const fix = fixOf(run);
  if (!fix) return null;
  const start = async (): Promise<void> => {
    setBusy(true);
    try {
      const made = await request<{ id: string }>("POST", `/api/v1/runs/${run.id}/retry/`, { fix }, undefined, { "Idempotency-Key": key.current });
      location.assign(`/runs/${made.id}/`);
    } catch (error) {
      toast(wordsOf(error), "error");
      setBusy(false);
    }
  };
  return (
    <p className="retry">
      <button type="button" className="btn btn-primary" disabled={busy} onClick={() => void start()}><RotateCcw size={16} aria-hidden /> {t("watch.retry", { changes: changesOf(fix, t) })}</button>
      <span className="sub">{t("watch.retryHelp")}</span>
    </p>
  );
}
