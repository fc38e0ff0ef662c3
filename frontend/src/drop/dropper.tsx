/** Files let go over the page, or chosen by the keyboard: what will happen is said before, and what happened after. */
import "./drop.css";
import { FileInput } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Design } from "../graph/types";
import { chosen, dropped, type Found } from "../imports/files";
import { Steps } from "./steps";
import { useBringing } from "./use-bringing";

const ASKED = "slamdunk-import";
/** Show the ways to bring something in. */
export const askImport = (): void => { dispatchEvent(new Event(ASKED)); };

export interface DropperProps {
  /** Puts a design in the place of the one on the canvas; without it, everything opens as new. */
  replace?: (design: Design) => void;
  /** What is unsaved is saved before the page is left. */
  leave?: () => Promise<unknown>;
  /** Hears when it is ready, and gets what takes files that came before. */
  there?: (take: (found: Found[]) => void) => void;
}

export function Dropper(props: DropperProps) {
  const { t } = useTranslation();
  const bringing = useBringing(props), { take, ask } = bringing;
  const over = useFilesOver(take);
  const file = useRef<HTMLInputElement>(null), folder = useRef<HTMLInputElement>(null);
  useEffect(() => folder.current?.setAttribute("webkitdirectory", ""), []); // React's types do not know it
  useEffect(() => {
    addEventListener(ASKED, ask);
    return () => removeEventListener(ASKED, ask);
  }, [ask]);
  useEffect(() => props.there?.(take), []); // eslint-disable-line react-hooks/exhaustive-deps
  const pick = (input: HTMLInputElement): void => {
    const found = chosen(input.files);
    input.value = "";
    if (found.length) take(found);
  };
  return (
    <>
      {over && (
        <div className="drop-veil" aria-hidden="true">
          <div><FileInput size={34} /><strong>{t("dropping.over")}</strong><ul><li>{t(props.replace ? "dropping.overDesign" : "dropping.overNew")}</li><li>{t("dropping.overConfig")}</li><li>{t("dropping.overFolder")}</li></ul></div>
        </div>
      )}
      <input ref={file} type="file" multiple hidden data-testid="import-file" onChange={(event) => pick(event.target)} />
      <input ref={folder} type="file" hidden data-testid="import-folder" onChange={(event) => pick(event.target)} />
      <Steps bringing={bringing} mayReplace={props.replace !== undefined} pickFile={() => file.current?.click()} pickFolder={() => folder.current?.click()} />
    </>
  );
}

export const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** Whether files are held over the page; what is let go is taken. A place with a use of its own for files keeps them. */
function useFilesOver(take: (found: Found[]) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hold = (event: DragEvent): void => { if (holdsFiles(event)) { event.preventDefault(); setOver(true); } };
    const away = (event: DragEvent): void => { if (event.relatedTarget === null) setOver(false); };
    const letGo = (event: DragEvent): void => {
      setOver(false);
      if (!holdsFiles(event) || !event.dataTransfer) return;
      event.preventDefault(); // or the browser would leave the page for the file
      if (document.querySelector('dialog[open]:not([data-modal="import"])')) return; // another question is open
      void dropped(event.dataTransfer).then(take);
    };
    addEventListener("dragenter", hold);
    addEventListener("dragover", hold);
    addEventListener("dragleave", away);
    addEventListener("drop", letGo);
    return () => {
      removeEventListener("dragenter", hold);
      removeEventListener("dragover", hold);
      removeEventListener("dragleave", away);
      removeEventListener("drop", letGo);
    };
  }, [take]);
  return over;
}
