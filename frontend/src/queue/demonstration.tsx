/** Instructors let a run go first, as the demonstration of a course: on its page, and in the form of a new one. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ENDED, type Run } from "../pages/run-types";
import { wordsOf } from "../pages/start";
import { request } from "../shared/api";
import { toast } from "../site/toast";

export interface Taught { id: string; title: string }

export function DemonstrationChoice({ teaches, value, problem, change }: { teaches: Taught[]; value: string; problem: string; change: (course: string) => void }) {
  const { t } = useTranslation();
  if (teaches.length === 0) return null;
  return (
    <div className={problem ? "field field-bad" : "field"}>
      <label htmlFor="demonstration">{t("queue.demonstrate.label")}</label>
      <select id="demonstration" value={value} aria-describedby="demonstration-help" onChange={(event) => change(event.target.value)}>
        <option value="">{t("queue.demonstrate.none")}</option>
        {teaches.map((course) => <option key={course.id} value={course.id}>{course.title}</option>)}
      </select>
      {problem && <p className="field-error" role="alert">{problem}</p>}
      <p className="field-help" id="demonstration-help">{t("queue.demonstrate.help")}</p>
    </div>
  );
}

/** On the page of one's own run that is not over. */
export function DemonstrationSwitch({ run, teaches }: { run: Run; teaches: Taught[] }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const send = async (method: "POST" | "DELETE", body?: unknown): Promise<void> => {
    setBusy(true);
    try {
      await request<Run>(method, `/api/v1/runs/${run.id}/demonstration/`, body);
    } catch (error) {
      toast(wordsOf(error), "error");
    } finally {
      setBusy(false);
    }
  };
  if (ENDED.has(run.state) || (teaches.length === 0 && run.demonstration === null)) return null;
  if (run.demonstration !== null) return <button type="button" className="btn" disabled={busy} onClick={() => void send("DELETE")}>{t("queue.demonstrate.end")}</button>;
  return (
    <label>
      <span className="visually-hidden">{t("queue.demonstrate.label")}</span>
      <select className="input" value="" disabled={busy} onChange={(event) => void send("POST", { course: event.target.value })}>
        <option value="" disabled>{t("queue.demonstrate.choose")}</option>
        {teaches.map((course) => <option key={course.id} value={course.id}>{course.title}</option>)}
      </select>
    </label>
  );
}
