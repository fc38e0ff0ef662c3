/** The coach of the tour: a panel above the canvas that says what and why, and checks the design itself. It covers nothing. */
import "./tour.css";
import { useReactFlow } from "@xyflow/react";
import { Check, ChevronDown, ChevronUp, Circle, GraduationCap, X } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { currentStep, tourSteps, type Step, type Task } from "../../graph/tour";
import { useEditor } from "../../store/editor";
import { leaveTour, useTour } from "../../store/tour";
import { Finished } from "./finished";
import { goalFingerprint } from "./goal";
import { bring, litUp } from "./places";

function useProgress(): { steps: Step[]; due: number } {
  const design = useEditor((s) => s.design), report = useEditor((s) => (s.checking ? null : s.report));
  const [goal, setGoal] = useState<string | null>(null);
  const due = useMemo(() => currentStep(tourSteps(design, null, null)), [design]);
  const near = due >= 8;
  useEffect(() => { if (near && goal === null) void goalFingerprint().then(setGoal); }, [near, goal, report]);
  const steps = useMemo(() => tourSteps(design, report, goal), [design, report, goal]);
  return { steps, due: currentStep(steps) };
}

export default function Coach({ flush }: { flush: () => Promise<void> }) {
  const { t } = useTranslation();
  const { steps, due } = useProgress();
  const looking = useTour((s) => s.looking), small = useTour((s) => s.small), id = useEditor((s) => s.id);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => useTour.setState({ looking: null }), [due]); // what is done next is shown
  const at = looking ?? due, step = steps[at], finished = at >= steps.length;
  const name = finished ? t("tour.finished.title") : t(`tour.${step!.code}.title`);
  const heading = finished ? name : t("tour.step", { number: at + 1, total: steps.length, title: name });
  return (
    <section className="tour" aria-label={t("tour.label")} data-small={small} onKeyDown={(event) => { if (event.key === "Escape") event.stopPropagation(); }}>
      <header>
        <GraduationCap size={19} aria-hidden />
        <h2 ref={title} tabIndex={-1} id="tour-title">{heading}</h2>
        <button type="button" className="icon-btn" aria-expanded={!small} aria-label={t(small ? "tour.unfold" : "tour.fold")} title={t(small ? "tour.unfold" : "tour.fold")} onClick={() => useTour.setState({ small: !small })}>{small ? <ChevronDown size={17} aria-hidden /> : <ChevronUp size={17} aria-hidden />}</button>
        <button type="button" className="icon-btn" aria-label={t("tour.leave")} title={t("tour.leave")} onClick={() => leaveTour(id)}><X size={17} aria-hidden /></button>
      </header>
      {!small && (finished ? <Finished flush={flush} /> : <Body step={step!} />)}
      {!small && <Dots steps={steps} at={at} due={due} />}
      <p className="visually-hidden" role="status">{heading}</p>
    </section>
  );
}

function Body({ step }: { step: Step }) {
  const { t } = useTranslation();
  const next = step.tasks.find((task) => !task.done);
  return (
    <>
      <p>{t(`tour.${step.code}.text`)}</p>
      <ul className="tour-tasks">{step.tasks.map((task) => <TaskLine key={task.code} task={task} next={task === next} />)}</ul>
      {next && <Light task={next} />}
    </>
  );
}

function TaskLine({ task, next }: { task: Task; next: boolean }) {
  const { t } = useTranslation();
  const flow = useReactFlow(), words = t(`tour.task.${task.code}`);
  if (task.done) return <li data-done><Check size={15} role="img" aria-label={t("tour.done")} /> <span>{words}</span></li>;
  return <li><button type="button" data-next={next || undefined} title={t("tour.show")} onClick={() => bring(task.where, flow)}><Circle size={15} role="img" aria-label={t("tour.open")} /> <span>{words}</span></button></li>;
}

/** A ring around where the next task is done. Drawn by a rule of style, so that what React draws is left alone. */
function Light({ task }: { task: Task }) {
  const selected = useEditor((s) => s.selected), vars = useEditor((s) => s.design.vars);
  const places = litUp(task.where, selected, Object.keys(vars));
  return places.length ? <style>{`:is(${places.join(", ")}) { outline: 2.5px solid var(--accent); outline-offset: 3px; border-radius: 12px; }`}</style> : null;
}

function Dots({ steps, at, due }: { steps: readonly Step[]; at: number; due: number }) {
  const { t } = useTranslation();
  return (
    <ol className="tour-dots" aria-label={t("tour.steps")}>
      {steps.map((step, n) => (
        <li key={step.code}>
          <button type="button" data-done={step.done || undefined} aria-current={n === at ? "step" : undefined} onClick={() => useTour.setState({ looking: n === due ? null : n })}
            aria-label={`${n + 1}. ${t(`tour.${step.code}.title`)}${step.done ? `, ${t("tour.done")}` : ""}`} title={t(`tour.${step.code}.title`)}>{step.done ? <Check size={12} aria-hidden /> : n + 1}</button>
        </li>
      ))}
      {at !== due && <li><button type="button" className="tour-back" onClick={() => useTour.setState({ looking: null })}>{t("tour.back")}</button></li>}
    </ol>
  );
}
