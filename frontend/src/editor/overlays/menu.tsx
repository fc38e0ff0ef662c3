/** The context menu of a block, an edge or the canvas: the commands that make sense there. */
import { useEffect, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../../store/editor";
import type { Point, Spot } from "../../store/overlay";
import { printed } from "../combos";
import { command, possible, type Command, type Context } from "../commands";

const ITEMS = {
  node: ["fold", "search", "connect", "", "cut", "copy", "paste", "duplicate", "", "wrap", "unwrap", "unroll", "gather", "expand", "", "left", "centre", "across", "down", "", "zoom", "remove", "gap"],
  edge: ["search", "", "remove"],
  comment: ["editComment", "", "remove"],
  canvas: ["search", "comment", "paste", "all", "", "undo", "redo", "arrange", "foldAll", "", "find", "whole", "compare", "tour", "keys"],
} as const;

interface MenuProps {
  at: Point;
  target: keyof typeof ITEMS;
  spot: Spot;
  context: Context;
  close: () => void;
}

/** Commands with "" between groups; groups that hold nothing possible leave no line behind. */
function listed(target: keyof typeof ITEMS): (Command | null)[] {
  const several = useEditor.getState().selected.length > 1;
  const held = ITEMS[target].map((id) => (id ? command(id) : null)).filter((one) => {
    if (!one) return true;
    return !(several && one.id === "connect") && !(one.chosen && one.chosen > 1 && !possible(one)) && possible(one);
  });
  return held.filter((one, at) => one !== null || (held[at - 1] != null && held.slice(at).some(Boolean)));
}

export function Menu({ at, target, spot, context, close }: MenuProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLUListElement>(null);
  const items = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    items()[0]?.focus();
    const beside = (event: PointerEvent): void => { if (!list.current?.contains(event.target as Node)) close(); };
    addEventListener("pointerdown", beside, true);
    return () => { removeEventListener("pointerdown", beside, true); if (before?.isConnected) before.focus({ preventScroll: true }); };
  }, [close]);
  const key = (event: KeyboardEvent): void => {
    const all = items(), here = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to !== undefined) { event.preventDefault(); all[(to + all.length) % all.length]?.focus(); }
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); event.stopPropagation(); close(); }
  };
  const run = (one: Command): void => {
    close();
    one.run({ ...context, spot: () => spot });
  };
  const commands = listed(target);
  const style = { left: Math.max(8, Math.min(at.x, innerWidth - 290)), top: Math.max(8, Math.min(at.y, innerHeight - 34 * commands.length - 16)) };
  return (
    <ul ref={list} className="ed-over ed-menu" role="menu" aria-label={t(`editing.menu.${target}`)} style={style} onKeyDown={key}>
      {commands.map((one, at) => one ? (
        <li key={one.id} role="none">
          <button type="button" role="menuitem" tabIndex={-1} onClick={() => run(one)}>
            <span>{t(`editing.command.${one.id}`)}</span>{one.combos[0] && <kbd aria-hidden>{printed(one.combos[0]).join("+")}</kbd>}
          </button>
        </li>
      ) : <li key={at} role="separator" />)}
    </ul>
  );
}
