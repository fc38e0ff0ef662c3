/** A block as the comparison draws it: with a sign of what became of it. */
import { Handle, Position, type Node, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Mark } from "../editor/compare/differences";
import { BlockTile } from "../editor/palette/block-icon";
import type { Status } from "../graph/diff";
import { NODE_W, type NodeData } from "../graph/flow";
import { count } from "../pages/format";

export interface Facts extends NodeData {
  title: string;
  icon: string;
  colour: string;
  status: Status;
  parameters: number | null;
  shown: boolean; // just jumped to
}

const SPINE = { left: 24 + NODE_W / 2 };

export const CompareNode = memo(function CompareNode({ data }: NodeProps<Node<Facts>>) {
  const { t } = useTranslation();
  if (data.role === "pin") {
    return (
      <div className="ed-pin">
        {data.type === "out" && <Handle type="target" position={Position.Top} />}
        {t(`compare.pin.${data.type}`)}
        {data.type === "in" && <Handle type="source" position={Position.Bottom} />}
      </div>
    );
  }
  const frame = data.role === "frame";
  return (
    <div className={frame ? "ed-frame" : "ed-block"} data-status={data.status} data-shown={data.shown || undefined} style={{ "--tile": data.colour } as React.CSSProperties}>
      <Handle type="target" position={Position.Top} style={frame ? SPINE : undefined} />
      <div className="ed-block-head">
        <BlockTile svg={data.icon} colour={data.colour} />
        <div className="ed-block-text"><strong>{data.title}{frame && <span className="ed-count"> × {data.count}</span>}</strong><span>{data.name}</span></div>
        <span className="ed-block-end">{data.parameters ? count(data.parameters) : ""}</span>
      </div>
      {data.status !== "same" && <Mark status={data.status} />}
      <Handle type="source" position={Position.Bottom} style={frame ? SPINE : undefined} />
    </div>
  );
});
