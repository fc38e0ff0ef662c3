/** The differences of two designs in words: sizes, blocks with their parameters, edges. */
import "./compare.css";
import { ArrowRight, Equal, Minus, Pencil, Plus, Repeat2 } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { defaultsOf } from "../../graph/defaults";
import { diffDesigns, type DesignDiff, type ParamDiff, type Side, type Status } from "../../graph/diff";
import type { EdgeDiff } from "../../graph/diff-edges";
import { specOf, type Registry } from "../../graph/rules";
import type { Design, Json } from "../../graph/types";
import { language } from "../../shared/page";
import { patternLine, told, type BlockLine, type SizeLine } from "./told";
import { sideWords, valueWords, type Say } from "./value";

/** A block on either side; the side that lacks it is null. */
export interface Where { a: string | null; b: string | null }

export interface DifferencesProps {
  a: Design;
  b: Design;
  registry: Registry;
  onGo?: ((where: Where) => void) | undefined; // show a block on the drawing
}

export function Differences({ a, b, registry, onGo }: DifferencesProps) {
  const diff = useMemo(() => diffDesigns(a, b, defaultsOf(registry)), [a, b, registry]);
  return <DifferenceList diff={diff} registry={registry} onGo={onGo} />;
}

/** The same of a difference that is known already. */
export function DifferenceList({ diff, registry, onGo }: { diff: DesignDiff; registry: Registry } & Pick<DifferencesProps, "onGo">) {
  const { t } = useTranslation();
  const { sizes, blocks, edges } = useMemo(() => told(diff), [diff]);
  if (diff.same) return <p className="cmp-same"><Equal size={17} aria-hidden /><span>{t(diff.drawn ? "compare.same" : "compare.sameModel")}</span></p>;
  return (
    <div className="cmp-list">
      <Group title={t("compare.sizes")}>{sizes.map((size) => <Size key={size.name} size={size} onGo={onGo} />)}</Group>
      <Group title={t("compare.blocks")}>{blocks.map((block) => <Block key={`${block.a} ${block.b}`} block={block} registry={registry} onGo={onGo} />)}</Group>
      <Group title={t("compare.edges")}>{edges.map((edge) => <Edge key={JSON.stringify(edge)} edge={edge} />)}</Group>
    </div>
  );
}

function Group({ title, children }: { title: string; children: React.ReactNode[] }) {
  if (!children.length) return null;
  return <section aria-label={title}><h3>{title}</h3><ul>{children}</ul></section>;
}

const ICONS: Record<Status, typeof Plus> = { added: Plus, removed: Minus, changed: Pencil, same: Equal };

/** Told by a sign and a word, not by the colour alone. */
export function Mark({ status }: { status: Status }) {
  const { t } = useTranslation();
  const Icon = ICONS[status];
  return <span className="cmp-mark" data-status={status}><Icon size={13} aria-hidden /> {t(`compare.status.${status}`)}</span>;
}

function Change({ from, to }: { from: string; to: string }) {
  const { t } = useTranslation();
  return <span className="cmp-change"><del>{from}</del> <ArrowRight size={13} role="img" aria-label={t("compare.becomes")} /> <ins>{to}</ins></span>;
}

function Name({ where, onGo }: { where: Where } & Pick<DifferencesProps, "onGo">) {
  const { t } = useTranslation();
  const path = where.b ?? where.a ?? "", other = where.a !== null && where.b !== null && where.a !== where.b ? where.a : null;
  const words = <code>{other ? `${other} → ${path}` : path}</code>;
  return onGo ? <button type="button" className="cmp-go" onClick={() => onGo(where)} title={t("compare.show", { path })}>{words}</button> : words;
}

function Size({ size, onGo }: { size: SizeLine } & Pick<DifferencesProps, "onGo">) {
  const { t } = useTranslation();
  const say: Say = (key) => t(key);
  const status = size.a === undefined ? "added" : size.b === undefined ? "removed" : "changed";
  return (
    <li>
      <p className="cmp-line"><Mark status={status} /> <code>{size.name}</code> {status === "changed" ? <Change from={valueWords(size.a, say)} to={valueWords(size.b, say)} /> : <span>{valueWords(size.b ?? size.a, say)}</span>}</p>
      {size.users.length > 0 && <p className="cmp-users">{t("compare.usedBy")} {size.users.map((where) => <Name key={`${where.a} ${where.b}`} where={where} onGo={onGo} />)}</p>}
    </li>
  );
}

function Block({ block, registry, onGo }: { block: BlockLine; registry: Registry } & Pick<DifferencesProps, "onGo">) {
  const { t } = useTranslation();
  const title = (type: string | null): string => (type === null ? "" : (specOf(registry, type)?.title[language()] ?? type));
  const swapped = block.status === "changed" && block.typeA !== block.typeB;
  return (
    <li>
      <p className="cmp-line">
        <Mark status={block.status} /> {swapped ? <Change from={title(block.typeA)} to={title(block.typeB)} /> : <strong>{title(block.typeB ?? block.typeA)}</strong>} <Name where={block} onGo={onGo} />
        {block.inner > 0 && <span className="cmp-quiet">{t("compare.inside", { count: block.inner })}</span>}
      </p>
      {block.params.length > 0 && <ul className="cmp-params">{block.params.map((one) => <Param key={one.attr} one={one} />)}</ul>}
      {block.reordered && <p className="cmp-quiet">{t("compare.reordered")}</p>}
      {block.patterns && <div className="cmp-patterns"><Patterns which="before" list={block.patterns.a} /><Patterns which="after" list={block.patterns.b} /></div>}
    </li>
  );
}

function Param({ one }: { one: ParamDiff }) {
  const { t } = useTranslation();
  const say = (side: Side): string => sideWords(side, (key) => t(key));
  return <li><code>{one.attr}</code> <Change from={say(one.a)} to={say(one.b)} /></li>;
}

function Patterns({ which, list }: { which: "before" | "after"; list: readonly Json[] }) {
  const { t } = useTranslation();
  const say: Say = (key) => t(key);
  return (
    <div>
      <p className="cmp-quiet"><Repeat2 size={13} aria-hidden /> {t(`compare.patterns.${which}`)}{list.length === 0 && ` ${t("compare.patterns.none")}`}</p>
      {list.map(patternLine).map(({ order, overrides }, at) => (
        <p key={at} className="cmp-pattern">{order}{overrides.map(({ variant, block, attr, value }) => <span key={`${variant} ${block} ${attr}`}>{variant}: <code>{block}.{attr}</code> {valueWords(value, say)}</span>)}</p>
      ))}
    </div>
  );
}

function Edge({ edge }: { edge: EdgeDiff }) {
  const { t } = useTranslation();
  const { scope, pair } = (edge.b ?? edge.a)!;
  return <li><p className="cmp-line"><Mark status={edge.status} /> <code>{pair.join(" → ")}</code>{scope && <span className="cmp-quiet">{t("compare.within", { name: scope })}</span>}</p></li>;
}
