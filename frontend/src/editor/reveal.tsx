/** What was just added is brought into view, so that one can go on from there. */
import { getViewportForBounds, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect } from "react";
import { useOverlay } from "../store/overlay";
import { calm } from "./commands";

const SMALLEST = 0.4; // of a view in which blocks can still be read and connected
const MARGIN = 0.06;

export function Reveal() {
  const added = useOverlay((s) => s.added);
  const { getInternalNode, getNodes, getNodesBounds, getViewport, setViewport, setCenter } = useReactFlow();
  const store = useStoreApi();
  useEffect(() => {
    if (!added) return;
    const frame = requestAnimationFrame(() => {
      const node = getInternalNode(added.path), { width, height } = store.getState(), { x, y, zoom } = getViewport();
      if (!node) return;
      const at = node.internals.positionAbsolute, w = node.measured.width ?? 0, h = node.measured.height ?? 0;
      const left = at.x * zoom + x, top = at.y * zoom + y;
      if (left >= 0 && top >= 0 && left + w * zoom <= width && top + h * zoom <= height - 24) return;
      const whole = getViewportForBounds(getNodesBounds(getNodes()), width, height, 0.1, 1, MARGIN);
      const move = { duration: calm() };
      if (whole.zoom >= SMALLEST) void setViewport(whole, move);
      else void setCenter(at.x + w / 2, at.y + h / 2, { ...move, zoom });
    });
    return () => cancelAnimationFrame(frame);
  }, [added, getInternalNode, getNodes, getNodesBounds, getViewport, setViewport, setCenter, store]);
  return null;
}
