/** Fingers: a long press is the right button, on every system alike. */
import { useEffect } from "react";

const LASTS = 500, SLACK = 10; // milliseconds; pixels that a finger may tremble

interface Press { id: number; x: number; y: number; target: Element; timer: number; opened: boolean }

/** Where a long press means something: the canvas, but not what is typed into or pressed there. */
const canvasAt = (target: EventTarget | null): Element | null =>
  target instanceof Element && target.closest(".ed-canvas .react-flow__renderer") && !target.closest("textarea, input, button, .react-flow__resize-control") ? target : null;

export function useLongPress(): void {
  useEffect(() => {
    let press: Press | null = null;
    const drop = (): void => { if (press) clearTimeout(press.timer); press = null; };
    const down = (event: PointerEvent): void => {
      const target = event.pointerType === "touch" ? canvasAt(event.target) : null, second = press !== null;
      drop();
      if (!target || second || !event.isPrimary) return; // two fingers zoom
      const { pointerId: id, clientX: x, clientY: y } = event;
      press = { id, x, y, target, opened: false, timer: window.setTimeout(() => open(), LASTS) };
    };
    const open = (): void => {
      if (!press) return;
      press.opened = true;
      const { x: clientX, y: clientY } = press;
      press.target.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true, clientX, clientY, button: 2 }));
    };
    const move = (event: PointerEvent): void => {
      if (press && !press.opened && event.pointerId === press.id && Math.hypot(event.clientX - press.x, event.clientY - press.y) > SLACK) drop();
    };
    const cancelled = (): void => { if (!press?.opened) drop(); };
    const native = (event: MouseEvent): void => { // the system's own long press, where there is one, comes once
      if (!event.isTrusted || !press) return;
      if (press.opened) { event.preventDefault(); event.stopPropagation(); }
      press.opened = true;
      clearTimeout(press.timer);
    };
    const up = (event: TouchEvent): void => {
      if (press?.opened && event.cancelable) event.preventDefault(); // or what lies under the finger now, the menu, would be pressed
      drop();
    };
    addEventListener("pointerdown", down, true);
    addEventListener("pointermove", move, true);
    addEventListener("pointercancel", cancelled, true);
    addEventListener("contextmenu", native, true);
    addEventListener("touchend", up, { capture: true, passive: false });
    return () => {
      drop();
      removeEventListener("pointerdown", down, true);
      removeEventListener("pointermove", move, true);
      removeEventListener("pointercancel", cancelled, true);
      removeEventListener("contextmenu", native, true);
      removeEventListener("touchend", up, true);
    };
  }, []);
}
