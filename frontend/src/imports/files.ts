/** What somebody dropped or chose: which of it is sent, under which name, and where to. */

/** A file with its path inside what was dropped. */
export interface Found {
  path: string;
  file: File;
}

/** One way in: a design or config alone goes to the canvas at once, everything else is read by a job. */
export type Plan = { kind: "design"; file: File } | { kind: "model"; files: File[]; title: string } | { kind: "nothing" };

const READ = new Set(["config.json", "model.safetensors.index.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.json", "merges.txt"]);
const PICKLES = /\.(bin|pt|pth|ckpt|pkl|pickle|joblib)$/i;
const ARCHIVE = /\.(zip|tar|tgz|tar\.gz)$/i;

/** Whether the site reads a file of this name. Pickles are sent too, by name alone, so that the site can refuse them. */
function wanted(name: string): boolean {
  return READ.has(name) || name.endsWith(".safetensors") || PICKLES.test(name);
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
const depthOf = (path: string) => path.split("/").length;

export function planOf(found: Found[]): Plan {
  const [only] = found;
  if (!only) return { kind: "nothing" };
  if (found.length === 1 && only.file.name.toLowerCase().endsWith(".json")) return { kind: "design", file: only.file };
  if (found.length === 1 && ARCHIVE.test(only.file.name)) return { kind: "model", files: [only.file], title: "" };
  const configs = found.filter((one) => nameOf(one.path) === "config.json").sort((a, b) => depthOf(a.path) - depthOf(b.path));
  const folder = configs[0] ? folderOf(configs[0].path) : folderOf(only.path);
  const beside = found.filter((one) => folderOf(one.path) === folder && wanted(nameOf(one.path)));
  const files = beside.map((one) => (PICKLES.test(one.path) ? new File(["pickle"], nameOf(one.path)) : one.file));
  return files.length ? { kind: "model", files, title: nameOf(folder) } : { kind: "nothing" };
}

/** Files of an input; those of a chosen folder carry their paths. */
export function chosen(list: FileList | null): Found[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Files and folders that were dropped. */
export async function dropped(transfer: DataTransfer): Promise<Found[]> {
  // The list of items is only there while the event is handled: take the entries before the first wait.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry != null);
  if (entries.length === 0) return [...transfer.files].map((file) => ({ path: file.name, file }));
  return (await Promise.all(entries.map(walk))).flat();
}

async function walk(entry: FileSystemEntry): Promise<Found[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail));
    return [{ path: entry.fullPath.replace(/^\//, ""), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  for (;;) {
    // A reader gives a folder in parts, and nothing at its end.
    const part = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail));
    if (part.length === 0) break;
    inside.push(...part);
  }
  return (await Promise.all(inside.map(walk))).flat();
}
