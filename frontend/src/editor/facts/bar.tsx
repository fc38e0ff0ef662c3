/** The totals under the canvas, each with what it means, and the largest batch that fits a machine. */
import "./facts.css";
import { X } from "lucide-react";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Totals } from "../../graph/types";
import { useBaseline } from "../../store/baseline";
import { useEditor } from "../../store/editor";
import { exact } from "../inspector/format";
import { brief, precisely, type Figure } from "./amounts";
import { against, Change } from "./change";
import { FitPanel, useFitWords } from "./fit";

const FIGURES: readonly [Figure, keyof Totals][] = [["parameters", "parameters"], ["flops", "flops_per_token"], ["kv", "kv_bytes_per_token"], ["training", "training_bytes"]];
type Open = Figure | "fit" | null;

export function FactsBar() {
  const { t } = useTranslation();
  const totals = useEditor((s) => s.report?.totals ?? null), before = useBaseline((s) => s.report?.totals);
  const [open, setOpen] = useState<Open>(null);
  const toggle = (which: Open) => (): void => setOpen((was) => (was === which ? null : which));
  return (
    <section className="ed-facts" aria-label={t("facts.bar")} data-pending={totals === null}>
      {FIGURES.map(([figure, name]) => {
        const value = totals?.[name], label = t(`facts.figures.${figure}`);
        const shown = brief(figure, value, t), title = value === undefined ? t("facts.pending") : precisely(figure, value, t);
        return (
          <Fact key={figure} which={figure} open={open === figure} toggle={toggle(figure)} label={label} title={title} name={t("facts.explain", { label, value: value === undefined ? title : precisely(figure, value, t) })} change={<Change figure={figure} now={value} before={before?.[name]} />}>
            {shown}
          </Fact>
        );
      })}
      <FitFact open={open === "fit"} toggle={toggle("fit")} />
      {open && <Panel key={open} which={open} close={() => setOpen(null)}>{open === "fit" ? <FitPanel /> : <Explained figure={open} />}</Panel>}
    </section>
  );
}

interface FactProps { which: string; open: boolean; toggle: () => void; label: string; title: string; name: string; change?: ReactNode; children: ReactNode }

function Fact({ which, open, toggle, label, title, name, change, children }: FactProps) {
  return (
    <div className="ed-fact" data-fact={which}>
      <button type="button" aria-expanded={open} aria-controls={open ? "ed-fact-panel" : undefined} aria-label={name} title={title} onClick={toggle}>
        <span>{label}</span>
        <b>{children}</b>
      </button>
      {change}
    </div>
  );
}

function FitFact({ open, toggle }: { open: boolean; toggle: () => void }) {
  const { t } = useTranslation();
  const words = useFitWords(), label = t("facts.fit.label");
  return <Fact which="fit" open={open} toggle={toggle} label={label} title={words.long} name={t("facts.explain", { label, value: words.short })} change={<small className="ed-fact-on">{words.on}</small>}>{words.short}</Fact>;
}

function Explained({ figure }: { figure: Figure }) {
  const { t } = useTranslation();
  const totals = useEditor((s) => s.report?.totals), load = useEditor((s) => s.report?.load), version = useBaseline((s) => s.version);
  const value = totals?.[FIGURES.find(([one]) => one === figure)![1]];
  const values = { context: load ? exact(load.context_length) : "T", batch: load?.batch_size ?? "B", precision: load?.precision ?? "fp32" };
  return (
    <>
      <h2>{t(`facts.figures.${figure}`)}</h2>
      <p className="ed-fact-exact">{value === undefined ? t("facts.pending") : precisely(figure, value, t)}</p>
      <p>{t(`facts.words.${figure}`, values)}</p>
      <p className="ed-help">{version ? t("facts.change.against", { than: against(version, t) }) : t("facts.change.againstOpened")}</p>
    </>
  );
}

/** A sheet above the bar; Escape and a press elsewhere close it, and the key goes back to where it was. */
function Panel({ which, close, children }: { which: string; close: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  const panel = useRef<HTMLDivElement>(null), id = useId();
  useEffect(() => {
    const opener = document.querySelector<HTMLElement>(`[data-fact="${which}"] button`);
    panel.current?.focus();
    const outside = (event: PointerEvent): void => { if (event.target instanceof Element && !event.target.closest(".ed-facts")) close(); };
    addEventListener("pointerdown", outside);
    return () => { removeEventListener("pointerdown", outside); if (panel.current?.contains(document.activeElement) || document.activeElement === document.body) opener?.focus(); };
  }, [which]); // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <div id="ed-fact-panel" className="ed-fact-panel" role="dialog" aria-labelledby={id} tabIndex={-1} ref={panel} onKeyDown={(event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } }}>
      <span id={id} className="visually-hidden">{t(which === "fit" ? "facts.fit.title" : `facts.figures.${which}`)}</span>
      <button type="button" className="icon-btn ed-fact-close" onClick={close} aria-label={t("facts.close")} title={t("facts.close")}><X size={16} aria-hidden /></button>
      {children}
    </div>
  );
}
