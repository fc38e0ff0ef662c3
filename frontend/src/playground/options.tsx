/** Temperature, top-k, top-p, length and seed. */
import { useTranslation } from "react-i18next";
import type { Options } from "./stream";

interface Props {
  options: Options;
  change: (options: Options) => void;
}
interface Dial {
  name: "temperature" | "top_k" | "top_p" | "max_new_tokens";
  min: number;
  max: number;
  step: number;
}

const DIALS: Dial[] = [
  { name: "temperature", min: 0, max: 2, step: 0.05 },
  { name: "top_k", min: 0, max: 200, step: 1 },
  { name: "top_p", min: 0.05, max: 1, step: 0.05 },
  { name: "max_new_tokens", min: 10, max: 1000, step: 10 },
];
const HELPED = new Set(["temperature", "top_k", "top_p"]);

export function OptionFields({ options, change }: Props) {
  const { t } = useTranslation();
  return (
    <div className="dials">
      {DIALS.map(({ name, ...range }) => (
        <div className="field" key={name}>
          <label htmlFor={`play-${name}`}>
            {t(`play.${name}`)} <output className="dial-value">{options[name]}</output>
          </label>
          <input id={`play-${name}`} type="range" {...range} value={options[name]} aria-describedby={HELPED.has(name) ? `play-${name}-help` : undefined} onChange={(event) => change({ ...options, [name]: Number(event.target.value) })} />
          {HELPED.has(name) && <p className="field-help" id={`play-${name}-help`}>{t(`play.${name}Help`)}</p>}
        </div>
      ))}
      <div className="field">
        <label htmlFor="play-seed">{t("play.seed")}</label>
        <input id="play-seed" inputMode="numeric" value={options.seed ?? ""} aria-describedby="play-seed-help" onChange={(event) => change({ ...options, seed: seedOf(event.target.value) })} />
        <p className="field-help" id="play-seed-help">{t("play.seedHelp")}</p>
      </div>
    </div>
  );
}

/** Digits as a seed; nothing typed is no seed. Beyond 2^53 a number would lose its last digits. */
function seedOf(text: string): number | null {
  const digits = text.replace(/\D/g, "").slice(0, 15);
  return digits ? Number(digits) : null;
}
