/** One row a format: what it is for, how far it is, its proof or the reason why there is none. */
import { useTranslation } from "react-i18next";
import { bytes } from "../pages/format";
import { wordsOf } from "../pages/start";
import { going, useExports, type Format, type ModelExport } from "./use-exports";

const TONES = { queued: "", working: "badge-live", ready: "badge-good", refused: "badge-warn", failed: "badge-bad" };
const PROVING_FROM = 0.5; // of the progress; before it, files are written

export function Exports({ model }: { model: string }) {
  const { t } = useTranslation();
  const { rows, error, make } = useExports(model);
  return (
    <>
      {error != null && <p className="message message-error" role="alert">{wordsOf(error)}</p>}
      <ul className="exports" aria-label={t("export.list")} aria-busy={rows === null}>
        {rows?.map((row) => <Row key={row.format} row={row} model={model} make={make} />)}
      </ul>
    </>
  );
}

interface RowProps {
  row: ModelExport;
  model: string;
  make: (format: Format) => void;
}

function Row({ row, model, make }: RowProps) {
  const { t } = useTranslation();
  const name = t(`export.names.${row.format}`);
  return (
    <li className="panel export" data-format={row.format} data-state={row.state}>
      <div className="export-words">
        <h3>{name} <State row={row} /></h3>
        <p className="sub">{t(`export.uses.${row.format}`)}</p>
        <p className="export-news" role="status">{newsOf(row, t)}</p>
        {going(row) && <progress max={1} value={row.progress} aria-label={t("export.progress", { name })} />}
      </div>
      <div className="actions">
        {row.state === "ready" && (
          <a className="btn" href={`/api/v1/models/${model}/exports/${row.format}/download/`} download aria-label={t("export.downloadOf", { name, size: bytes(row.n_bytes) })}>
            {t("export.download")} <small>{bytes(row.n_bytes)}</small>
          </a>
        )}
        {row.state === "" && <button type="button" className="btn" aria-label={t("export.makeOf", { name })} onClick={() => make(row.format)}>{t("export.make")}</button>}
        {(row.state === "failed" || row.state === "refused") && <button type="button" className="btn" onClick={() => make(row.format)}>{t("export.again")}</button>}
      </div>
    </li>
  );
}

function State({ row }: { row: ModelExport }) {
  const { t } = useTranslation();
  if (row.state === "") return null;
  const unproven = row.state === "ready" && !row.proven_by;
  return (
    <span className={`badge ${unproven ? "badge-warn" : TONES[row.state]}`} data-state={row.state}>
      <span className="dot" aria-hidden="true" />
      {t(`export.states.${unproven ? "unproven" : row.state}`)}
    </span>
  );
}

type Translate = ReturnType<typeof useTranslation>["t"];

function newsOf(row: ModelExport, t: Translate): string {
  if (row.state === "queued") return t("export.steps.queued");
  if (row.state === "working") return t(row.progress < PROVING_FROM ? "export.steps.writing" : "export.steps.proving");
  if (row.state !== "ready") return row.detail;
  if (!row.proven_by || row.max_difference === null) return t("export.noProof");
  return t("export.proof", { difference: row.max_difference.toExponential(1), by: row.proven_by });
}
