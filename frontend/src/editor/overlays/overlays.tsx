/** What lies over the canvas: one thing at a time, closed by Escape or a press beside it; the keyboard goes back to where it was. */
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { overlays, type Overlay, type Point } from "../../store/overlay";
import type { Context } from "../commands";
import { Dialog } from "../dialog";
import { Gather } from "../own/gather";
import { OwnSheet } from "../own/sheet";
import { Keys } from "./keys";
import { Menu } from "./menu";
import { Connect, Find, Search } from "./pickers";
import { CompareWith } from "../compare/compare-with";

const close = (): void => overlays().close();

/** A box at a point of the window, moved so far that all of it is seen. */
function Box({ at, label, children }: { at: Point | null; label: string; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    const beside = (event: PointerEvent): void => { if (!box.current?.contains(event.target as Node)) close(); };
    addEventListener("pointerdown", beside, true);
    return () => {
      removeEventListener("pointerdown", beside, true);
      if (before?.isConnected && document.activeElement === document.body) before.focus({ preventScroll: true });
    };
  }, []);
  const canvas = document.querySelector(".ed-canvas")!.getBoundingClientRect();
  const x = at?.x ?? canvas.x + canvas.width / 2 - 160, y = at?.y ?? canvas.y + 60;
  const style = { left: Math.max(8, Math.min(x, innerWidth - 336)), top: Math.max(8, Math.min(y, innerHeight - 380)) };
  return <div ref={box} className="ed-over" role="dialog" aria-label={label} style={style}>{children}</div>;
}

export default function Overlays({ overlay, context }: { overlay: Overlay; context: Context }) {
  const { t } = useTranslation();
  if (overlay.kind === "keys") return <Dialog title={t("editing.keys")} onClose={close}><Keys close={close} /></Dialog>;
  if (overlay.kind === "gather") return <Gather chosen={overlay.chosen} close={close} />;
  if (overlay.kind === "own") return <OwnSheet id={overlay.id} close={close} />;
  if (overlay.kind === "compare") return <CompareWith context={context} close={close} />;
  if (overlay.kind === "menu") return <Menu {...overlay} context={context} close={close} />;
  if (overlay.kind === "search") return <Box at={overlay.at} label={t("editing.search")}><Search spot={overlay} /></Box>;
  if (overlay.kind === "find") return <Box at={null} label={t("editing.find")}><Find /></Box>;
  if (overlay.kind === "versions") return null; // a dialog of its own
  const node = document.querySelector(`.react-flow__node[data-id="${CSS.escape(overlay.from)}"]`)?.getBoundingClientRect();
  return <Box at={node ? { x: node.right + 8, y: node.top } : null} label={t("editing.command.connect")}><Connect from={overlay.from} /></Box>;
}
