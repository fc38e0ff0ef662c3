/** The layers of a frame in small: a bar each, coloured by what differs there. The large one is in the inspector. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { nodeAt } from "../graph/document";
import { called, stripOf } from "../graph/strip";
import { useEditor } from "../store/editor";

export const COLOURS = 6;
const MOST = 64; // bars; of more layers, every so many is drawn

export function LayerStrip({ path, always }: { path: string; always: boolean }) {
  const { t } = useTranslation();
  const node = useEditor((s) => nodeAt(s.design, path)), vars = useEditor((s) => s.design.vars);
  const strip = useMemo(() => (node ? stripOf(node, vars) : null), [node, vars]);
  if (!strip || (!always && !node?.patterns)) return null;
  const every = Math.ceil(strip.of.length / MOST);
  const words = strip.kinds.map((kind) => t("repeat.some", { count: kind.layers.length, name: called(kind) || t("panels.patterns.asDrawn") }));
  const label = `${t("repeat.layers", { count: strip.of.length })}: ${words.join(", ")}`;
  return (
    <span className="ed-strip" role="img" aria-label={label} title={label}>
      {strip.of.filter((_, layer) => layer % every === 0).map((kind, at) => <i key={at} data-variant={strip.kinds[kind]!.names.some((name) => name !== null) ? kind % COLOURS : "none"} />)}
    </span>
  );
}
