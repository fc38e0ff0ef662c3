/** The one node component: a block, the frame of a container, or a pin of its scope, as the registry describes it. */
import { Handle, Position, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import { CardButton } from "../editor/cards/card-button";
import { BlockTile } from "../editor/palette/block-icon";
import { NODE_W, type FlowNode } from "../graph/flow";
import { language } from "../shared/page";
import { useEditor } from "../store/editor";
import { useOverlay } from "../store/overlay";

const compact = new Intl.NumberFormat(language(), { notation: "compact", maximumFractionDigits: 2 });
export const short = (n: number): string => compact.format(n);
const own = <T,>(from: Record<string, T> | undefined, key: string): T | undefined => (from && Object.hasOwn(from, key) ? from[key] : undefined);
const SPINE = { left: 24 + NODE_W / 2 }; // a frame's handles stand over its first column

function useFacts(path: string, type: string) {
  return useEditor(
    useShallow((s) => {
      const spec = s.registry[type];
      const mine = s.report?.diagnostics.filter((d) => d.path === path) ?? [];
      return {
        title: spec?.title[language()] ?? type,
        icon: spec?.icon_svg ?? "",
        colour: spec?.colour ?? "#64748b",
        shape: own(s.report?.shapes, path)?.join(" × "),
        parameters: own(s.report?.nodes, path)?.parameters,
        worst: mine.find((d) => d.severity === "error") ? "error" : mine.find((d) => d.severity === "warning") ? "warning" : "",
        says: mine.map((d) => d.message).join(" "),
      };
    }),
  );
}

export const BlockNode = memo(function BlockNode({ id, data, selected }: NodeProps<FlowNode>) {
  const { t } = useTranslation();
  const facts = useFacts(data.path, data.type);
  const port = useOverlay((s) => (s.reasons && Object.hasOwn(s.reasons, id) ? (s.reasons[id] === null ? "open" : "closed") : undefined));
  const into = useOverlay((s) => s.into === id);
  if (data.role === "pin") {
    return (
      <div className="ed-pin" data-port={port} aria-label={t(`editor.pin.${data.type}`)}>
        {data.type === "out" && <Handle type="target" position={Position.Top} />}
        {t(`editor.pin.${data.type}`)}
        {data.type === "in" && <Handle type="source" position={Position.Bottom} />}
      </div>
    );
  }
  const frame = data.role === "frame";
  const style = { "--tile": facts.colour } as React.CSSProperties;
  return (
    <div className={frame ? "ed-frame" : "ed-block"} data-selected={selected} data-worst={facts.worst} data-port={port} data-into={into || undefined} data-path={id} style={style} title={facts.says || undefined}>
      <Handle type="target" position={Position.Top} style={frame ? SPINE : undefined} />
      <div className="ed-block-head">
        <BlockTile svg={facts.icon} colour={facts.colour} />
        <div className="ed-block-text">
          <strong>{facts.title}{frame && <span className="ed-count"> × {data.count}</span>}</strong>
          <span>{data.name}{facts.shape && !frame ? <em> · {facts.shape}</em> : null}</span>
        </div>
        <span className="ed-block-end">
          {facts.worst ? <b className="ed-badge" aria-label={t(`editor.${facts.worst}`)}>!</b> : null}
          {facts.parameters ? short(facts.parameters) : ""}
          <CardButton type={data.type} name={facts.title} stop={false} />
        </span>
      </div>
      <Handle type="source" position={Position.Bottom} style={frame ? SPINE : undefined} />
    </div>
  );
});

export const nodeTypes = { block: BlockNode, frame: BlockNode, pin: BlockNode };
