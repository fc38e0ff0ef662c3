/** The gallery of designs: sharing, copying, and bringing in by drop. What needs React is loaded when it is asked for. */
import { dropped, type Found } from "../imports/files";
import { post } from "../shared/api";
import type { Kind } from "../sharing/state";
import { wordsOf } from "./actions";
import { toast } from "./toast";

async function copyDesign(id: string): Promise<void> {
  try {
    const made = await post<{ id: string }>(`/api/v1/architectures/${id}/duplicate/`);
    location.assign(`/architectures/${made.id}/edit/`);
  } catch (error) {
    toast(wordsOf(error), "error");
  }
}

/** `data-share="ID"` shares a design, with `data-share-kind="corpora"` a corpus, and so on. */
async function share(id: string, kind: Kind): Promise<void> {
  const { showSharing } = await import("../sharing/mount");
  showSharing(id, (changed) => { if (changed) location.reload(); }, kind); // the cards say who sees what
}

interface Ready { ask: () => void; take: (found: Found[]) => void }
let bringing: Promise<Ready> | null = null;

async function bring(place: HTMLElement): Promise<Ready> {
  const { askImport, mountDropper } = await import("../drop/mount");
  return { ask: askImport, take: await mountDropper(place) };
}

/** What is let go before the rest is loaded is kept for it; the browser would leave the page for the file. */
function keepEarly(load: () => Promise<Ready>): void {
  const hold = (event: DragEvent): void => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); };
  const letGo = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    void Promise.all([load(), dropped(event.dataTransfer)]).then(([ready, found]) => ready.take(found));
  };
  addEventListener("dragover", hold);
  addEventListener("drop", letGo);
  void load().finally(() => { removeEventListener("dragover", hold); removeEventListener("drop", letGo); });
}

export function wireDesigns(): void {
  document.addEventListener("click", (event) => {
    const target = (event.target as Element).closest<HTMLElement>("[data-copy-design], [data-share]");
    if (target?.dataset.copyDesign) void copyDesign(target.dataset.copyDesign);
    if (target?.dataset.share) void share(target.dataset.share, (target.dataset.shareKind ?? "architectures") as Kind);
    if (target) target.closest("details")?.removeAttribute("open");
  });
  const place = document.querySelector<HTMLElement>("[data-dropping]");
  if (!place) return;
  const load = (): Promise<Ready> => (bringing ??= bring(place));
  addEventListener("dragenter", () => { if (!bringing) keepEarly(load); }, { once: true });
  document.querySelector("[data-import]")?.addEventListener("click", () => void load().then(({ ask }) => ask()));
}
