/** The one node component: a block, the frame of a container, or a pin of its scope, as the registry describes it. */
import { Handle, Position, type NodeProps } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { useShallow } from "zustand/react/shallow";
import { CardButton } from "../editor/cards/card-button";
import { percent, precisely } from "../editor/facts/amounts";
import { BlockTile } from "../editor/palette/block-icon";
import { costAt, costOf, faultAt, largestShare, shareAt } from "../graph/facts";
import { NODE_W, type FlowNode } from "../graph/flow";
import { language } from "../shared/page";
import { useEditor } from "../store/editor";
import { useOverlay } from "../store/overlay";
import { CommentNode } from "./comment-node";
import { useView } from "../store/view";
import { FoldButton } from "./fold-button";
import { LayerStrip } from "./layer-strip";

const compact = new Intl.NumberFormat(language(), { notation: "compact", maximumFractionDigits: 2 });
export const short = (n: number): string => compact.format(n);
const SPINE = { left: 24 + NODE_W / 2 }; // a frame's handles stand over its first column

function useFacts(path: string, type: string) {
  return useEditor(
    useShallow((s) => {
      const spec = s.registry[type];
      return {
        title: spec?.title[language()] ?? type,
        icon: spec?.icon_svg ?? "",
        colour: spec?.colour ?? "#64748b",
        parameters: costAt(s.report, path)?.parameters,
        ...faultAt(s.report, path),
      };
    }),
  );
}

/** By how much a block is coloured, from 0 to 1, and its share of the whole in words; nothing where heat is off. */
function useHeat(path: string) {
  const { t } = useTranslation();
  const kind = useView((s) => s.heat);
  const share = useEditor((s) => (kind === "off" ? undefined : shareAt(s.report, path, kind)));
  const most = useEditor((s) => (kind === "off" ? 0 : largestShare(s.report, kind)));
  const value = useEditor((s) => (kind === "off" ? 0 : costOf(s.report, path, kind)));
  if (kind === "off" || share === undefined) return null;
  return { hot: Math.min(1, share / (most || 1)), share: percent(share), words: t("facts.share", { share: percent(share), value: precisely(kind, value, t) }) };
}

export const BlockNode = memo(function BlockNode({ id, data, selected }: NodeProps<FlowNode>) {
  const { t } = useTranslation();
  const facts = useFacts(data.path, data.type);
  const port = useOverlay((s) => (s.reasons && Object.hasOwn(s.reasons, id) ? (s.reasons[id] === null ? "open" : "closed") : undefined));
  const heat = useHeat(data.path);
  const into = useOverlay((s) => s.into === id);
  if (data.role === "pin") {
    const pin = data.name === data.type ? t(`editor.pin.${data.type}`) : data.name;
    return (
      <div className="ed-pin" data-port={port} aria-label={pin}>
        {data.type === "out" && <Handle type="target" position={Position.Top} />}
        {pin}
        {data.type === "in" && <Handle type="source" position={Position.Bottom} />}
      </div>
    );
  }
  const frame = data.role === "frame", folded = data.role === "folded";
  const style = { "--tile": facts.colour, ...(heat ? { "--hot": heat.hot } : {}) } as React.CSSProperties;
  return (
    <div className={frame ? "ed-frame" : folded ? "ed-block ed-folded" : "ed-block"} data-selected={selected} data-worst={facts.worst} data-port={port} data-into={into || undefined} data-path={id} data-heat={heat ? "" : undefined} style={style} title={facts.says || undefined}>
      <Handle type="target" position={Position.Top} style={frame ? SPINE : undefined} />
      <div className="ed-block-head">
        <BlockTile svg={facts.icon} colour={facts.colour} />
        <div className="ed-block-text">
          <strong>{data.title || facts.title}{data.count !== undefined && <span className="ed-count"> × {data.count}</span>}</strong>
          {frame && data.title ? null : <span>{data.name}</span>}
        </div>
        <span className="ed-block-end">
          {facts.worst ? <b className="ed-badge" aria-label={t(`editor.${facts.worst}`)}>!</b> : null}
          {heat ? <span className="ed-share" title={heat.words}>{heat.share}</span> : facts.parameters ? short(facts.parameters) : ""}
          <CardButton type={data.type} name={facts.title} stop={false} />
          {(frame || folded) && <FoldButton path={id} name={data.name} folded={folded} />}
        </span>
      </div>
      {data.count !== undefined && <LayerStrip path={id} always={folded} />}
      <Handle type="source" position={Position.Bottom} style={frame ? SPINE : undefined} />
    </div>
  );
});

export const nodeTypes = { block: BlockNode, frame: BlockNode, folded: BlockNode, pin: BlockNode, comment: CommentNode };
