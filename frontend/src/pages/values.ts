/** What options, their values and devices are called on every page. */
import { language } from "../shared/page";

/** i18next's `t`, as far as it is needed here; a word that nobody wrote is told as it is. */
export type Say = (key: string, options: { defaultValue: string; n?: string }) => string;

const DIGITS = 12; // more are only the error of the binary fraction
const SMALL = 1e-4, LARGE = 1e9; // beyond these a number is told with its power of ten
const GPU = /^cuda(?::(\d+))?$/;

export function optionName(option: string, t: Say): string {
  return t(`field.${option}`, { defaultValue: option });
}

/** A choice of an option: "AdamW", "32-bit (fp32)". */
export function choiceName(option: string, choice: string, t: Say): string {
  return t(`choice.${option}.${choice}`, { defaultValue: choice });
}

/** A value of an option as people read it. */
export function valueName(option: string, value: unknown, t: Say): string {
  if (value == null || value === "") return "–";
  if (Array.isArray(value)) return value.map((one) => valueName(option, one, t)).join(", ") || "–";
  if (typeof value === "boolean") return t(value ? "choice.yes" : "choice.no", { defaultValue: String(value) });
  if (typeof value === "number") return option.endsWith("_seed") ? String(value) : numberName(value); // a seed is a name, not an amount
  return choiceName(option, String(value), t);
}

/** Rates are small, and some that were far too high are large. */
function numberName(value: number): string {
  const far = value !== 0 && (Math.abs(value) < SMALL || Math.abs(value) >= LARGE);
  return far ? value.toExponential().replace("e+", "e") : new Intl.NumberFormat(language(), { maximumSignificantDigits: DIGITS }).format(value);
}

/** `cpu` or `cuda:0,cuda:1`, as the trainer tells of devices, in words. */
export function deviceName(device: unknown, t: Say): string {
  if (typeof device !== "string" || device === "") return "–";
  return [...new Set(device.split(","))].map((one) => oneDevice(one.trim(), t)).join(", ");
}

function oneDevice(device: string, t: Say): string {
  if (device === "cpu") return t("choice.device.cpu", { defaultValue: "CPU" });
  const gpu = GPU.exec(device);
  if (!gpu) return device;
  return gpu[1] === undefined ? t("choice.device.gpu", { defaultValue: device }) : t("choice.device.numbered", { defaultValue: device, n: String(Number(gpu[1]) + 1) });
}
