/** Folding as people do it: the drawing glides to its new shape, and what happened is said. */
import i18next from "i18next";
import { nameOf } from "../graph/document";
import { foldAll, toggleFold, useFolded } from "../store/folded";
import { useOverlay } from "../store/overlay";
import { say } from "./notice";

const glide = (): void => useOverlay.setState((s) => ({ glide: s.glide + 1 }));

export function folding(path: string): void {
  toggleFold(path);
  glide();
  say(i18next.t(useFolded.getState().paths.has(path) ? "repeat.folded" : "repeat.opened", { name: nameOf(path) }));
}

export function foldingAll(): void {
  foldAll();
  glide();
}
