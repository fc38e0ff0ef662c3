/** A card over the right side of the editor. The canvas stays usable beside it. */
import { X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { get } from "../../shared/api";
import { language } from "../../shared/page";
import { closeCard, explained, useCards } from "../../store/cards";
import { useEditor } from "../../store/editor";
import { overlays } from "../../store/overlay";
import { setFormulas } from "./formulas";

export interface Card {
  title: string;
  html: string;
  parameters: Record<string, string>;
}

const kept = new Map<string, Card>();

/** The card of a type; null while it is on its way, an Error where it does not come. */
function useCard(type: string): { card: Card | Error | null; again: () => void } {
  const [found, setFound] = useState<{ type: string; card: Card | Error } | null>(null);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (kept.has(type)) return;
    const going = new AbortController();
    get<Card>(`/api/v1/blocks/${encodeURIComponent(type)}/card/`, going.signal).then(
      (card) => { kept.set(type, card); setFound({ type, card }); },
      (error: Error) => { if (!going.signal.aborted) setFound({ type, card: error }); },
    );
    return () => going.abort();
  }, [type, attempt]);
  const card = kept.get(type) ?? (found?.type === type ? found.card : null);
  return { card, again: () => { setFound(null); setAttempt((n) => n + 1); } };
}

function useEscape(): void {
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || event.isComposing || overlays().overlay || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      event.stopPropagation(); // what is chosen stays chosen
      closeCard();
    };
    addEventListener("keydown", key, true);
    return () => removeEventListener("keydown", key, true);
  }, []);
}

export default function CardSheet({ type }: { type: string }) {
  const { t } = useTranslation();
  const { card, again } = useCard(type);
  const spec = useEditor((s) => s.registry[type]);
  const title = spec?.title[language()] ?? type;
  const heading = useRef<HTMLHeadingElement>(null);
  const parameter = useCards((s) => s.parameter);
  useEscape();
  useEffect(() => heading.current?.focus({ preventScroll: true }), [type, parameter]);
  return (
    <div className="card-sheet" role="dialog" aria-labelledby="card-title">
      <header>
        <h2 id="card-title" tabIndex={-1} ref={heading}>{title} <code>{type}</code></h2>
        <button type="button" className="ed-tool" onClick={closeCard} title={t("editor.close")} aria-label={t("editor.close")}><X size={17} aria-hidden /></button>
      </header>
      {card === null && <p className="card-wait" role="status">{t("cards.loading")}</p>}
      {card instanceof Error && (
        <p className="card-wait" role="alert">{card.message || t("common.offline")} <button type="button" className="btn btn-small" onClick={again}>{t("cards.again")}</button></p>
      )}
      {card !== null && !(card instanceof Error) && <Body key={type} card={card} at={parameter} />}
    </div>
  );
}

function Body({ card, at }: { card: Card; at: string | null }) {
  const { t } = useTranslation();
  const body = useRef<HTMLDivElement>(null);
  const shown = at && explained(card.parameters, at);
  useEffect(() => {
    let gone = false;
    const go = (): void => {
      if (gone) return;
      const section = shown && body.current?.querySelector(`[data-parameter="${CSS.escape(shown)}"]`);
      if (section) section.scrollIntoView({ block: "start" });
      else body.current?.scrollTo({ top: 0 });
    };
    go();
    void setFormulas(body.current!).then(go, () => undefined); // formulas move what is below; unset they can be read, too
    return () => { gone = true; };
  }, [card, shown]);
  const names = Object.keys(card.parameters);
  return (
    <div className="card-body card-text" ref={body} tabIndex={0} role="region" aria-labelledby="card-title">
      <Html html={card.html} />
      {names.length > 0 && <h3>{t("cards.parameters")}</h3>}
      {names.map((name) => (
        <section key={name} data-parameter={name} data-shown={name === shown || undefined}>
          <h4><code>{name}</code></h4>
          <Html html={card.parameters[name]!} />
        </section>
      ))}
    </div>
  );
}

/** HTML that the server made from the cards' Markdown, in which raw HTML is not allowed. */
function Html({ html }: { html: string }) {
  const [fixed] = useState(() => ({ __html: html })); // the same object: React leaves what KaTeX has set in it alone
  return <div dangerouslySetInnerHTML={fixed} />;
}
