/** A dialog over the page, on every page alike: Escape closes it, and the keyboard goes back to where it was. */
import { useEffect, useId, useRef, type ReactNode } from "react";

export function Modal({ title, onClose, wide = false, name = "", children }: { title: string; onClose: () => void; wide?: boolean; name?: string; children: ReactNode }) {
  const box = useRef<HTMLDialogElement>(null), id = useId();
  useEffect(() => {
    const before = document.activeElement as HTMLElement | null;
    box.current?.showModal();
    return () => { if (before?.isConnected) before.focus({ preventScroll: true }); };
  }, []);
  return (
    <dialog ref={box} className={wide ? "dialog dialog-wide" : "dialog"} aria-labelledby={id} data-modal={name} onCancel={(event) => { event.preventDefault(); onClose(); }}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
