/** The largest batch that fits a machine: which machine, how long a text, in which precision. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Fit } from "../../graph/types";
import { bytes } from "../../pages/format";
import { language } from "../../shared/page";
import { useEditor } from "../../store/editor";
import { deviceOf, isContext, PRECISIONS, useView, type Precision } from "../../store/view";
import { exact } from "../inspector/format";

const MOST = 65_536; // texts; the server solves for no more

/** The answer as one word, as a sentence, and on which machine. */
export function useFitWords(): { short: string; long: string; on: string } {
  const { t } = useTranslation();
  const fit = useEditor((s) => s.report?.fit ?? null), device = useView(deviceOf);
  const on = device ? t("facts.fit.on", { device: device.title[language()] }) : "";
  if (!fit) return { short: "–", long: t("facts.pending"), on };
  return { short: fit.batch_size ? t("facts.fit.texts", { count: fit.batch_size, replace: { count: exact(fit.batch_size) } }) : t("facts.fit.none"), long: sentence(fit, t), on };
}

function sentence(fit: Fit, t: ReturnType<typeof useTranslation>["t"]): string {
  const key = fit.batch_size === 0 ? "fitsNone" : fit.batch_size >= MOST ? "most" : "fits";
  return t(`facts.fit.${key}`, { count: fit.batch_size, replace: { count: exact(fit.batch_size), context: exact(fit.context_length), bytes: bytes(fit.training_bytes), next: bytes(fit.next_bytes), more: bytes(fit.next_bytes - fit.training_bytes), left: bytes(fit.memory_bytes - fit.training_bytes), usable: bytes(fit.memory_bytes) } });
}

export function FitPanel() {
  const { t } = useTranslation();
  const { devices, precision, look } = useView();
  const device = useView(deviceOf), fit = useEditor((s) => s.report?.fit ?? null), asked = useView((s) => s.context);
  const words = useFitWords(), id = useId();
  return (
    <>
      <h2>{t("facts.fit.title")}</h2>
      <div className="ed-fit-form">
        <label htmlFor={`${id}-device`}>{t("facts.fit.device")}
          <select id={`${id}-device`} className="ed-input" value={device?.slug ?? ""} onChange={(event) => look({ device: event.target.value })}>
            {devices.map((one) => <option key={one.slug} value={one.slug}>{one.title[language()]}{one.here ? ` (${bytes(one.memory_bytes)})` : ""}</option>)}
          </select>
        </label>
        <Context />
        <label htmlFor={`${id}-precision`}>{t("facts.fit.precision")}
          <select id={`${id}-precision`} className="ed-input" value={precision} onChange={(event) => look({ precision: event.target.value as Precision })}>
            {PRECISIONS.map((one) => <option key={one} value={one}>{t(`choice.precision.${one}`)}</option>)}
          </select>
        </label>
      </div>
      <p className="ed-fact-exact" role="status">{words.short}</p>
      <p>{words.long}</p>
      {fit && asked !== null && asked > fit.context_length && fit.context_limit !== null && <p className="ed-help">{t("facts.fit.cut", { limit: exact(fit.context_limit) })}</p>}
      {device && <p className="ed-help">{t("facts.fit.usable", { memory: bytes(device.memory_bytes) })} {t("facts.fit.estimate")}</p>}
    </>
  );
}

/** The tokens of a text; left empty, those of the design. */
function Context() {
  const { t } = useTranslation();
  const context = useView((s) => s.context), look = useView((s) => s.look), own = useEditor((s) => s.report?.load?.context_length);
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId(), plain = typed?.replace(/[\s_,]/g, "") ?? "";
  const wrong = plain !== "" && !(/^\d+$/.test(plain) && isContext(Number(plain)));
  const take = (text: string): void => {
    setTyped(text);
    const number = text.replace(/[\s_,]/g, "");
    if (number === "") look({ context: null });
    else if (/^\d+$/.test(number) && isContext(Number(number))) look({ context: Number(number) });
  };
  return (
    <label htmlFor={id}>{t("facts.fit.context")}
      <input id={id} className="ed-input" inputMode="numeric" autoComplete="off" value={typed ?? (context === null ? "" : String(context))} placeholder={own ? t("facts.fit.own", { context: exact(own) }) : ""} aria-invalid={wrong} aria-describedby={wrong ? `${id}-wrong` : undefined} onChange={(event) => take(event.target.value)} />
      {wrong && <span className="ed-wrong" id={`${id}-wrong`} role="alert">{t("facts.fit.wrong")}</span>}
    </label>
  );
}
