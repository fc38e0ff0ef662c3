/** Going on with a run, on as many devices as before or on others. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { devicesOf, sharing } from "./devices";
import type { Run } from "./run-types";

interface Props {
  run: Run;
  most: number;
  busy: boolean;
  resume: (body: { devices?: number }) => void;
}

export function Resume({ run, most, busy, resume }: Props) {
  const { t } = useTranslation();
  const before = devicesOf(run.config);
  const [chosen, setChosen] = useState(before);
  const numbers = sharing(Number(run.config.batch_size), most, before);
  return (
    <>
      {numbers.length > 1 && (
        <select className="btn" aria-label={t("field.devices")} value={chosen} onChange={(event) => setChosen(Number(event.target.value))}>
          {numbers.map((n) => <option key={n} value={n}>{t("run.devices", { count: n })}</option>)}
        </select>
      )}
      <button type="button" className={run.state === "failed" ? "btn" : "btn btn-primary"} disabled={busy} onClick={() => resume(chosen === before ? {} : { devices: chosen })}>{t("run.resume")}</button>
    </>
  );
}
