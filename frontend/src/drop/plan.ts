/** What becomes of what was dropped: one document is read at once, a folder with weights becomes a model by a job. */
import { planOf, type Found } from "../imports/files";

export type Plan =
  | { kind: "document"; file: File }
  | { kind: "model"; files: File[]; title: string; config: File | null }
  | { kind: "large"; name: string }
  | { kind: "nothing"; name: string };

export const MAX_DOCUMENT = 2 * 2 ** 20; // bytes, as the server allows
const WEIGHTS = /\.(safetensors|bin|pt|pth|ckpt|pkl|pickle|joblib|zip|tar|tgz|tar\.gz)$/i;

export function sortOut(found: Found[]): Plan {
  const plan = planOf(found);
  if (plan.kind === "design") return documentOf(plan.file);
  if (plan.kind === "nothing") return { kind: "nothing", name: nameOf(found) };
  const config = plan.files.find((file) => file.name === "config.json") ?? null;
  if (config && !plan.files.some((file) => WEIGHTS.test(file.name))) return documentOf(config); // a folder without weights is its config
  return { kind: "model", files: plan.files, title: plan.title, config };
}

export const bytesOf = (files: File[]): number => files.reduce((sum, file) => sum + file.size, 0);

function documentOf(file: File): Plan {
  return file.size > MAX_DOCUMENT ? { kind: "large", name: file.name } : { kind: "document", file };
}

/** What a person would call what they dropped: the file, or the folder of many. */
function nameOf(found: Found[]): string {
  const path = found[0]?.path ?? "";
  return found.length === 1 ? path.slice(path.lastIndexOf("/") + 1) : (path.split("/")[0] ?? "");
}
