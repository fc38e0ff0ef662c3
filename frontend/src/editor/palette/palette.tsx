/** The palette: every kind of block, found by category or by search, added by click, Enter or drag. */
import "../inspector/panels.css";
import { Search, X } from "lucide-react";
import { useId, useRef, useState, type DragEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { BlockSpec } from "../../graph/types";
import { language } from "../../shared/page";
import { OWN } from "../../store/library";
import { ManageButton, NoOwn } from "../own/palette-parts";
import { CardButton } from "../cards/card-button";
import { BlockTile } from "./block-icon";
import { BLOCK_MIME, grouped, searched } from "./palette-model";

export interface PaletteProps {
  blocks: BlockSpec[];
  disabled: boolean;
  onAdd: (type: string) => void;
}

export function Palette({ blocks, disabled, onAdd }: PaletteProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState("");
  const category = (name: string): string => (name === OWN ? t("own.category") : t(`panels.palette.category.${name}`, name));
  const found = searched(blocks, query, category);
  const groups = grouped(found);
  const list = useRef<HTMLDivElement>(null);
  const first = (): void => list.current?.querySelector<HTMLElement>("[data-type]")?.focus();
  const addFirst = (): void => { const top = query.trim() && found[0]; if (top && !disabled) onAdd(top.type); };
  return (
    <section className="ed-panel ed-palette" aria-label={t("panels.palette.title")}>
      <SearchBox query={query} change={setQuery} down={first} enter={addFirst} />
      <p className="visually-hidden" role="status">{query.trim() && t("panels.palette.found", { count: found.length })}</p>
      <div className="ed-palette-list" ref={list}>
        {groups.length ? <Groups groups={groups} disabled={disabled} onAdd={onAdd} category={category} /> : <Nothing query={query} clear={() => setQuery("")} />}
        {!query.trim() && !disabled && !blocks.some((block) => block.node) && <NoOwn />}
      </div>
      <p className="ed-help ed-palette-foot">{t(disabled ? "panels.palette.disabled" : "panels.palette.drag")}</p>
    </section>
  );
}

function SearchBox({ query, change, down, enter }: { query: string; change: (query: string) => void; down: () => void; enter: () => void }) {
  const { t } = useTranslation();
  const key = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") { event.preventDefault(); down(); }
    if (event.key === "Enter") { event.preventDefault(); enter(); }
    if (event.key === "Escape" && query) { event.stopPropagation(); change(""); }
  };
  return (
    <div className="ed-search">
      <Search size={15} aria-hidden />
      <input className="ed-input" type="text" role="searchbox" aria-label={t("panels.palette.search")} placeholder={t("panels.palette.placeholder")} value={query} maxLength={80} autoComplete="off" spellCheck={false} onChange={(event) => change(event.target.value)} onKeyDown={key} />
      {query && <button type="button" className="ed-mini" onClick={() => change("")} title={t("panels.palette.clear")} aria-label={t("panels.palette.clear")}><X size={14} aria-hidden /></button>}
    </div>
  );
}

function Nothing({ query, clear }: { query: string; clear: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="ed-empty">
      <p><b>{t("panels.palette.nothing", { query: query.trim() })}</b></p>
      <p>{t("panels.palette.nothingHelp")}</p>
      <button type="button" className="btn btn-small" onClick={clear}>{t("panels.palette.clear")}</button>
    </div>
  );
}

interface GroupsProps {
  groups: ReturnType<typeof grouped>;
  disabled: boolean;
  onAdd: (type: string) => void;
  category: (name: string) => string;
}

/** One stop of the Tab key for all blocks; the arrows move among them. */
function Groups({ groups, disabled, onAdd, category }: GroupsProps) {
  const id = useId();
  const [current, setCurrent] = useState("");
  const all = groups.flatMap((group) => group.blocks.map((block) => block.type));
  const stop = all.includes(current) ? current : all[0];
  const keys = (event: KeyboardEvent<HTMLDivElement>): void => {
    const at = all.indexOf((event.target as HTMLElement).dataset.type ?? "");
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const items = event.currentTarget.querySelectorAll<HTMLElement>("[data-type]");
    items[Math.max(0, Math.min(all.length - 1, to))]?.focus();
  };
  return (
    <div onKeyDown={keys}>
      {groups.map((group) => (
        <section key={group.category} aria-labelledby={`${id}-${group.category}`}>
          <h3 id={`${id}-${group.category}`}>{category(group.category)}</h3>
          <ul>
            {group.blocks.map((block) => (
              <li key={block.type}><Item block={block} disabled={disabled} stop={block.type === stop} focus={() => setCurrent(block.type)} add={() => onAdd(block.type)} />{block.node ? <ManageButton block={block} stop={block.type === stop} /> : <CardButton type={block.type} name={block.title[language()]} stop={block.type === stop} />}</li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

interface ItemProps {
  block: BlockSpec;
  disabled: boolean;
  stop: boolean;
  focus: () => void;
  add: () => void;
}

function Item({ block, disabled, stop, focus, add }: ItemProps) {
  const { t } = useTranslation();
  const words = language();
  const drag = (event: DragEvent): void => {
    event.dataTransfer.setData(BLOCK_MIME, block.type);
    event.dataTransfer.effectAllowed = "copy";
  };
  return (
    <button
      type="button" className="ed-item" data-type={block.type} tabIndex={stop ? 0 : -1} draggable={!disabled} aria-disabled={disabled} aria-label={t("panels.palette.add", { title: block.title[words] })}
      title={block.summary[words]} onFocus={focus} onDragStart={drag} onClick={() => { if (!disabled) add(); }}
    >
      <BlockTile svg={block.icon_svg} colour={block.colour} />
      <span><b>{block.title[words]}</b><small>{block.summary[words]}</small></span>
    </button>
  );
}
