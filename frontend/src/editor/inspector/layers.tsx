/** The strip of layers in large: each is chosen by key or pointer, and what differs there from the layer as drawn is told in words. */
import { useId, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Difference } from "../../graph/patterns";
import { called, runs, type Kind, type Strip } from "../../graph/strip";
import { specOf } from "../../graph/rules";
import { COLOURS } from "../../nodes/layer-strip";
import { language } from "../../shared/page";
import type { DesignNode, Json } from "../../graph/types";
import { useEditor } from "../../store/editor";
import { isRecord, written } from "./fields/schema";

const colourOf = (kind: Kind, at: number): string => (kind.names.some((name) => name !== null) ? String(at % COLOURS) : "none");

export function Layers({ strip, node }: { strip: Strip; node: DesignNode }) {
  const { t } = useTranslation();
  const id = useId(), list = useRef<HTMLUListElement>(null);
  const [chosen, setChosen] = useState(0);
  const count = strip.of.length, layer = Math.min(chosen, count - 1), kind = strip.kinds[strip.of[layer]!]!;
  const key = (event: KeyboardEvent): void => {
    const to = { ArrowRight: layer + 1, ArrowDown: layer + 1, ArrowLeft: layer - 1, ArrowUp: layer - 1, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = (to + count) % count;
    setChosen(next);
    list.current?.children[next]?.scrollIntoView?.({ block: "nearest" });
  };
  const named = (at: number): string => called(strip.kinds[strip.of[at]!]!) || t("panels.patterns.asDrawn");
  return (
    <div className="ed-layers-large">
      <h4 id={id}>{t("repeat.layers", { count })}</h4>
      <p className="ed-help">{t("repeat.strip.help")}</p>
      <ul ref={list} role="listbox" aria-labelledby={id} aria-activedescendant={`${id}-${layer}`} tabIndex={0} className="ed-layer-list" onKeyDown={key}>
        {strip.of.map((of, at) => (
          <li key={at} id={`${id}-${at}`} role="option" aria-selected={at === layer} aria-label={t("repeat.strip.layerOf", { number: at, name: named(at) })} title={named(at)} data-variant={colourOf(strip.kinds[of]!, of)} onClick={() => setChosen(at)}>{at}</li>
        ))}
      </ul>
      <ul className="ed-legend">
        {strip.kinds.map((one, at) => (
          <li key={at} data-variant={colourOf(one, at)}><i aria-hidden /><b>{called(one) || t("panels.patterns.asDrawn")}</b> <span>{t(one.layers.length === 1 ? "repeat.strip.run" : "repeat.strip.runs", { runs: spoken(one.layers) })}</span></li>
        ))}
      </ul>
      <div className="ed-differs" role="status" aria-label={t("repeat.strip.differs", { number: layer })} data-variant={colourOf(kind, strip.of[layer]!)}>
        <b>{t("repeat.strip.layerOf", { number: layer, name: named(layer) })}</b>
        {kind.differs.length === 0 ? <p>{t("repeat.strip.same")}</p> : <ul>{kind.differs.map((one) => <li key={one.kind === "param" ? `${one.block}.${one.param}` : one.block}><Difference told={one} node={node} /></li>)}</ul>}
      </div>
    </div>
  );
}

const MOST_RUNS = 8;

/** "0–2, 5" of at most so many runs. */
function spoken(layers: readonly number[]): string {
  const found = runs(layers), shown = found.slice(0, MOST_RUNS).map(([first, last]) => (first === last ? String(first) : `${first}–${last}`));
  return shown.join(", ") + (found.length > MOST_RUNS ? ", …" : "");
}

function Difference({ told, node }: { told: Difference; node: DesignNode }) {
  const { t } = useTranslation();
  const registry = useEditor((s) => s.registry);
  const title = (type: string): string => specOf(registry, type)?.title[language()] ?? type;
  const value = (given: Json | undefined): string => shown(given) || t("repeat.strip.nothing");
  if (told.kind === "type") {
    const params = Object.entries(told.params).map(([name, given]) => `${name} = ${value(given)}`).join(", ");
    return <>{t("repeat.strip.type", { block: told.block, from: title(told.from), to: title(told.to) })}{params && `, ${t("repeat.strip.typeParams", { params })}`}</>;
  }
  const { block, param, from, to } = told, what = `${block}.${param}`;
  if (param === "nodes" || param === "edges") return <>{`${what}: ${t("repeat.strip.blocks")}`}</>;
  const fallback = specOf(registry, node.nodes?.[block]?.type ?? "")?.params.properties?.[param]?.default;
  return <>{t(from === undefined ? "repeat.strip.paramDefault" : "repeat.strip.param", { what, to: value(to), from: value(from === undefined ? fallback : from) })}</>;
}

/** A value as a sentence says it; a group by its parts. */
function shown(value: Json | undefined): string {
  if (!isRecord(value)) return written(value);
  return Object.entries(value).map(([name, one]) => `${name} ${isRecord(one) ? `(${shown(one)})` : written(one) || "–"}`).join(", ");
}
