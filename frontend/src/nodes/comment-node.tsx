/** A comment on the canvas: text, never markup. It is written in place, moved, resized and coloured. */
import { NodeResizer, NodeToolbar, Position, useStore, type NodeProps, type ReactFlowState } from "@xyflow/react";
import { Maximize2, Minimize2, Pencil, Trash2 } from "lucide-react";
import { memo, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { removeChosen } from "../editor/actions";
import { commentColoured, commentScaled, commentsPlaced, commentWritten, writeComment } from "../editor/commenting";
import { COLOURS, commentAt, commentId, commentsOf, LEAST, MAX_TEXT, type Comment } from "../graph/comments";
import type { FlowNode } from "../graph/flow";
import { useComments } from "../store/comments";
import { useEditor } from "../store/editor";

interface Box { x: number; y: number; width: number; height: number }

export const CommentNode = memo(function CommentNode({ id, selected }: NodeProps<FlowNode>) {
  const at = commentAt(id)!;
  const comment = useEditor((s) => commentsOf(s.design)[at]), readOnly = useEditor((s) => s.readOnly);
  const writing = useComments((s) => s.writing === at);
  const resized = ({ x, y, width, height }: Box) => ({ [at]: [x, y, width, height] as [number, number, number, number] });
  return (
    <div className="ed-note" data-colour={comment?.colour ?? COLOURS[0]} data-selected={selected}>
      {!readOnly && selected && !writing && (
        <NodeResizer
          minWidth={LEAST[0]} minHeight={LEAST[1]} handleClassName="ed-note-handle"
          onResizeStart={() => useComments.setState({ resizing: true })}
          onResize={(_, box) => useComments.setState({ live: resized(box) })}
          onResizeEnd={(_, box) => { useComments.setState({ resizing: false }); commentsPlaced(resized(box)); }}
        />
      )}
      {!readOnly && <Tools at={at} colour={comment?.colour ?? COLOURS[0]} shown={selected === true && !writing} />}
      {writing ? <Writing comment={comment} id={id} /> : <p className="ed-note-text">{comment?.text}</p>}
    </div>
  );
});

function Writing({ comment, id }: { comment: Comment | undefined; id: string }) {
  const { t } = useTranslation();
  const [was] = useState(comment), text = was?.text ?? "";
  const field = useRef<HTMLTextAreaElement>(null), left = useRef(false);
  const done = (back: boolean): void => {
    if (left.current) return;
    left.current = true;
    commentWritten(field.current?.value ?? text, was, field.current?.scrollHeight ?? 0);
    if (back) requestAnimationFrame(() => document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)?.focus());
  };
  const key = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return; // Escape and Enter end a Korean syllable first
    if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) { event.preventDefault(); done(true); }
  };
  return (
    <textarea
      ref={field} className="ed-note-field nodrag nopan nowheel" aria-label={t("comments.text")} placeholder={t("comments.placeholder")} defaultValue={text} maxLength={MAX_TEXT} autoFocus
      onFocus={(event) => event.target.setSelectionRange(text.length, text.length)} onBlur={() => done(false)} onKeyDown={key}
    />
  );
}

/** On which side of a comment its tools stand: towards the middle of the canvas, where there is room for them. */
const roomAround = (at: number) => ({ nodeLookup, transform: [x, y, zoom], width, height }: ReactFlowState): string => {
  const node = nodeLookup.get(commentId(at));
  if (!node) return `${Position.Bottom} start`;
  const { positionAbsolute: from } = node.internals, { width: w = 0, height: h = 0 } = node.measured;
  return `${(from.y + h / 2) * zoom + y < height / 2 ? Position.Bottom : Position.Top} ${(from.x + w / 2) * zoom + x < width / 2 ? "start" : "end"}`;
};

function Tools({ at, colour, shown }: { at: number; colour: string; shown: boolean }) {
  const { t } = useTranslation();
  const [position, align] = useStore(roomAround(at)).split(" ") as [Position, "start" | "end"];
  const tool = (label: string, icon: ReactNode, act: () => void): ReactNode => <button type="button" className="icon-btn" aria-label={label} title={label} onClick={act}>{icon}</button>;
  return (
    <NodeToolbar isVisible={shown} position={position} align={align} offset={10} className="ed-note-tools">
      <span role="radiogroup" aria-label={t("comments.colour")}>
        {COLOURS.map((one) => (
          <button key={one} type="button" role="radio" aria-checked={one === colour} className="ed-note-colour" data-colour={one} aria-label={t(`comments.colours.${one}`)} title={t(`comments.colours.${one}`)} onClick={() => commentColoured(at, one)} />
        ))}
      </span>
      <span>
        {tool(t("comments.larger"), <Maximize2 size={16} aria-hidden />, () => commentScaled(at, 1))}
        {tool(t("comments.smaller"), <Minimize2 size={16} aria-hidden />, () => commentScaled(at, -1))}
        {tool(t("editing.command.editComment"), <Pencil size={16} aria-hidden />, () => writeComment(at))}
        {tool(t("comments.remove"), <Trash2 size={16} aria-hidden />, () => removeChosen())}
      </span>
    </NodeToolbar>
  );
}
