/** A run as one may see it: a link and its owner, or another person's. */
import { useTranslation } from "react-i18next";
import type { Queued } from "./types";

export function RunName({ run }: { run: Queued }) {
  const { t } = useTranslation();
  return (
    <span className="run-name">
      {run.id ? <a href={`/runs/${run.id}/`}>{run.title}</a> : <span className="sub">{t("queue.others")}</span>}
      {run.is_mine ? <span className="badge badge-accent">{t("queue.yours")}</span> : run.owner && <span className="sub">{run.owner}</span>}
      {run.demonstration && <span className="badge badge-warn">{t("queue.demonstration")}</span>}
    </span>
  );
}
