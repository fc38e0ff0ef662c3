/** A wait in the words of people: no second is told that nobody can know. */
import type { TFunction } from "i18next";

const MINUTE = 60, HOUR = 3600;
const SOON = 50, MINUTES_UNTIL = 90 * MINUTE, WHOLE_HOURS = 10 * HOUR;

export function roughly(seconds: number, t: TFunction): string {
  if (seconds < SOON) return t("queue.in.soon");
  if (seconds < MINUTES_UNTIL) return t("queue.in.minutes", { count: coarse(Math.max(1, Math.round(seconds / MINUTE))) });
  if (seconds < WHOLE_HOURS) return t("queue.in.hours", { count: Math.round((2 * seconds) / HOUR) / 2 });
  return t("queue.in.hours", { count: Math.round(seconds / HOUR) });
}

/** Every minute up to ten, then every five. */
function coarse(minutes: number): number {
  return minutes <= 10 ? minutes : Math.round(minutes / 5) * 5;
}
