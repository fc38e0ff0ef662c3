/** The keys, the system's clipboard and what lies over the canvas; the latter is loaded when it is first asked for. */
import { useReactFlow } from "@xyflow/react";
import { lazy, Suspense, useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { placeAt, type FlowNode } from "../graph/flow";
import { commentId } from "../graph/comments";
import { comments } from "../store/comments";
import { useCards } from "../store/cards";
import { useEditor } from "../store/editor";
import { overlays, useOverlay, type Point, type Spot } from "../store/overlay";
import type { Saver } from "../store/saving";
import { chosenText, pasteText, removeChosen } from "./actions";
import { matches } from "./combos";
import { calm, COMMANDS, possible, type Context } from "./commands";
import { centred, edgeUnder } from "./dropping";
import { say } from "./notice";

const Overlays = lazy(() => import("./overlays/overlays"));
const CardSheet = lazy(() => import("./cards/sheet"));

const typing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.matches("input:not([type=radio]), textarea, select") || target.isContentEditable);
const elsewhere = (target: EventTarget | null): boolean => typing(target) || document.querySelector("dialog[open]") !== null || overlays().overlay !== null;

/** What a point of the window means for what is added there. */
export function useSpots(): (at: Point) => Spot {
  const { screenToFlowPosition, getNodes, getEdge } = useReactFlow();
  return useMemo(() => (at: Point): Spot => {
    const { scope, place } = placeAt(getNodes() as FlowNode[], screenToFlowPosition(at));
    const id = edgeUnder(at.x, at.y), edge = id ? getEdge(id)?.data : undefined;
    return { at, scope, place: centred(scope, place), ...(edge ? { edge: edge as unknown as NonNullable<Spot["edge"]> } : {}) };
  }, [screenToFlowPosition, getNodes, getEdge]);
}

function useContext(saver: Saver): Context {
  const { t } = useTranslation();
  const flow = useReactFlow(), spots = useSpots(), pointer = useRef<Point | null>(null);
  useEffect(() => {
    const moved = (event: PointerEvent): void => {
      pointer.current = event.target instanceof Element && event.target.closest(".ed-canvas") ? { x: event.clientX, y: event.clientY } : null;
    };
    addEventListener("pointermove", moved);
    return () => removeEventListener("pointermove", moved);
  }, []);
  return useMemo(() => ({
    flow,
    save: () => void saver.flush(),
    flush: () => saver.flush(),
    spot: () => {
      const box = document.querySelector(".ed-canvas")!.getBoundingClientRect(), chosen = useEditor.getState().selected.at(-1);
      const at = pointer.current ?? { x: box.x + box.width / 2, y: box.y + box.height / 3 };
      const spot = spots(at);
      if (spot.edge && pointer.current) return spot;
      return chosen ? { at, after: chosen } : pointer.current ? spot : { at };
    },
    complain: (refusal) => { if (refusal) say(t(`editing.refusal.${refusal}`)); },
  }), [flow, saver, spots, t]);
}

function useKeys(context: Context): void {
  useEffect(() => {
    let chosenBefore: string[] = []; // the key that chooses a block does nothing else to it
    const before = (): void => { chosenBefore = [...useEditor.getState().selected, ...comments().chosen.map(commentId)]; };
    const key = (event: KeyboardEvent): void => {
      const block = event.target instanceof HTMLElement && event.target.matches(".react-flow__node") ? event.target.dataset.id : undefined;
      const here = block !== undefined && chosenBefore.includes(block);
      const hit = (combo: string): boolean => matches(event, combo);
      const found = COMMANDS.find((one) => !one.native && (one.combos.some(hit) || (here && possible(one) && one.onBlock?.some(hit))));
      if (!found || event.isComposing || (!(found.anywhere && !document.querySelector("dialog[open]")) && elsewhere(event.target))) return;
      if (found.id === "nothing" && !useEditor.getState().selected.length && !overlays().edges.length && !comments().chosen.length) return;
      if (!possible(found)) { if (event.ctrlKey || event.metaKey) event.preventDefault(); return; }
      event.preventDefault();
      found.run(context);
    };
    addEventListener("keydown", before, true);
    addEventListener("keydown", key);
    return () => { removeEventListener("keydown", before, true); removeEventListener("keydown", key); };
  }, [context]);
}

/** Bring what was pasted into view where it is not: beyond the edge, or under the small map. */
function reveal({ flow }: Context): void {
  requestAnimationFrame(() => {
    const ids = useEditor.getState().selected, canvas = document.querySelector(".ed-canvas")?.getBoundingClientRect();
    const map = document.querySelector(".react-flow__minimap")?.getBoundingClientRect();
    const hidden = ids.some((id) => {
      const box = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.getBoundingClientRect();
      if (!box || !canvas) return false;
      const outside = box.left < canvas.left || box.right > canvas.right || box.top < canvas.top || box.bottom > canvas.bottom;
      return outside || (map !== undefined && box.right > map.left && box.bottom > map.top);
    });
    if (hidden) void flow.fitView({ padding: 0.3, maxZoom: 1, duration: calm() });
  });
}

function useClipboard(context: Context): void {
  useEffect(() => {
    const take = (event: ClipboardEvent): void => {
      const text = elsewhere(event.target) || String(getSelection()) ? null : chosenText();
      if (text === null) return;
      event.preventDefault();
      event.clipboardData?.setData("text/plain", text);
      if (event.type === "cut") removeChosen();
    };
    const put = (event: ClipboardEvent): void => {
      if (elsewhere(event.target) || useEditor.getState().readOnly) return;
      event.preventDefault();
      const refusal = pasteText(event.clipboardData?.getData("text/plain") ?? "");
      context.complain(refusal);
      if (!refusal) reveal(context);
    };
    document.addEventListener("copy", take);
    document.addEventListener("cut", take);
    document.addEventListener("paste", put);
    return () => {
      document.removeEventListener("copy", take);
      document.removeEventListener("cut", take);
      document.removeEventListener("paste", put);
    };
  }, [context]);
}

export function Editing({ saver }: { saver: Saver }) {
  const context = useContext(saver), overlay = useOverlay((s) => s.overlay), card = useCards((s) => s.type);
  useKeys(context);
  useClipboard(context);
  return (
    <>
      {card && <Suspense fallback={null}><CardSheet type={card} /></Suspense>}
      {overlay && <Suspense fallback={null}><Overlays overlay={overlay} context={context} /></Suspense>}
    </>
  );
}
