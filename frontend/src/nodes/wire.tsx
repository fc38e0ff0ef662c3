/** An edge, with the shape of what flows along it. Text of the drawing itself, so that hundreds of them cost little. */
import { BaseEdge, getSmoothStepPath, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { shapeAt } from "../graph/facts";
import { useEditor } from "../store/editor";

const STRAIGHT = 20; // pixels that an edge runs straight at its ends; less between ends that are near, or it would turn back

const half = (text: string): number => 3 * text.length + 3; // of the width of a label, in the drawing's pixels

export const Wire = memo(function Wire({ id, source, sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition, style, markerEnd, interactionWidth }: EdgeProps) {
  const shape = useEditor((s) => shapeAt(s.report, source));
  const below = targetY - sourceY, offset = below > 0 ? Math.min(STRAIGHT, below / 2) : STRAIGHT;
  const [path, x, y] = getSmoothStepPath({ sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition, offset });
  return (
    <>
      <BaseEdge id={id} path={path} {...(style ? { style } : {})} {...(markerEnd ? { markerEnd } : {})} {...(interactionWidth === undefined ? {} : { interactionWidth })} />
      {shape && (
        <g className="ed-shape" transform={`translate(${x},${y})`}>
          <rect x={-half(shape)} y={-8} width={2 * half(shape)} height={16} rx={5} />
          <text textAnchor="middle" dominantBaseline="central">{shape}</text>
        </g>
      )}
    </>
  );
});

export const edgeTypes = { smoothstep: Wire };
