/** The fingerprint of GPT-2 small, asked of the server once: the end of the tour is to have built that. */
import { get, post } from "../../shared/api";
import type { Design, Report } from "../../graph/types";

export const GOAL = "gpt2-small";
let asked: Promise<string | null> | null = null;

export function goalFingerprint(): Promise<string | null> {
  asked ??= fetched().catch(() => { asked = null; return null; });
  return asked;
}

async function fetched(): Promise<string | null> {
  const presets = await get<{ slug: string; design: Design }[]>("/api/v1/presets/?group=published");
  const design = presets.find((one) => one.slug === GOAL)?.design;
  return design ? (await post<Report>("/api/v1/architectures/validate/", { design })).fingerprint : null;
}
