/** Blocks glide to their new places after an arrangement, unless less motion is wanted. */
import { useEffect, useLayoutEffect, useRef, type Dispatch, type SetStateAction } from "react";
import type { FlowNode } from "../graph/flow";
import { useOverlay, type Point } from "../store/overlay";

const LASTS = 350; // milliseconds
const eased = (share: number): number => 1 - (1 - share) ** 3;

export function useGlide(nodes: readonly FlowNode[], setPlaces: Dispatch<SetStateAction<Record<string, Point>>>): void {
  const glide = useOverlay((s) => s.glide), before = useRef<Record<string, Point>>({}), seen = useRef(glide);
  const places = useRef<Record<string, Point>>({});
  places.current = Object.fromEntries(nodes.map((node) => [node.id, node.position]));
  useLayoutEffect(() => {
    if (seen.current === glide || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    seen.current = glide;
    const from = before.current, to = places.current, start = performance.now();
    let frame = 0;
    const step = (now: number): void => {
      const share = Math.max(0, Math.min(1, (now - start) / LASTS)), k = eased(share);
      if (share === 1) return setPlaces({});
      setPlaces(Object.fromEntries(Object.entries(to).map(([id, at]) => {
        const old = from[id] ?? at;
        return [id, { x: old.x + (at.x - old.x) * k, y: old.y + (at.y - old.y) * k }];
      })));
      frame = requestAnimationFrame(step);
    };
    step(start);
    return () => { cancelAnimationFrame(frame); setPlaces({}); };
  }, [glide, setPlaces]);
  useEffect(() => { before.current = places.current; }, [nodes]);
}
