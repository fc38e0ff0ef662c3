/** A question or a list over the page, which is not reachable meanwhile; the keyboard goes back to where it was. */
import { useLayoutEffect, useRef, type ReactNode } from "react";

export function Dialog({ title, wide = false, onClose, children }: { title: string; wide?: boolean; onClose?: () => void; children: ReactNode }) {
  const box = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const held = box.current;
    held?.showModal();
    return () => held?.close();
  }, []);
  return (
    <dialog ref={box} className="ed-dialog" data-wide={wide} aria-label={title} onCancel={(e) => { e.preventDefault(); onClose?.(); }}>
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}
