/** The one form of a search: on what, for how long, and what varies. */
import { useEffect, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { en } from "../i18n/comparing-en";
import { ko } from "../i18n/comparing-ko";
import { en as sweepEn } from "../i18n/sweeps-en";
import { ko as sweepKo } from "../i18n/sweeps-ko";
import { get, post } from "../shared/api";
import { pageData } from "../shared/page";
import "../watch/lists.css";
import "../watch/watch.css";
import { nameOf } from "../watch/parallel";
import { listOf } from "../watch/trials";
import { fieldsOf, type Schema } from "./schema";
import { draw, i18n, wordsOf } from "./start";

i18n.addResourceBundle("en", "translation", { versus: { ...en, ...sweepEn } }, true);
i18n.addResourceBundle("ko", "translation", { versus: { ...ko, ...sweepKo } }, true);

interface Page { architectures: { id: string; title: string; version: string }[]; corpora: { id: string; title: string }[]; schema: Schema; mostTrials: number; newArchitectureUrl: string }
interface Row { key: string; text: string; low: string; high: string }
const USUAL: Row = { key: "lr", text: "0.001, 0.003, 0.01", low: "0.0005", high: "0.02" };
const MOST_VARIABLES = 6, LOG_FROM = 20;

function NewSweep({ page }: { page: Page }) {
  const { t } = useTranslation();
  const [architecture, setArchitecture] = useState(page.architectures[0]?.id ?? "");
  const [corpus, setCorpus] = useState(page.corpora[0]?.id ?? "");
  const [title, setTitle] = useState("");
  const [minutes, setMinutes] = useState("1");
  const [method, setMethod] = useState<"grid" | "random">("grid");
  const [n, setN] = useState("8");
  const [rows, setRows] = useState<Row[]>([USUAL]);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const sizes = useSizes(architecture);
  const options = Object.values(fieldsOf(page.schema)).filter((field) => ["choice", "integer", "number"].includes(field.kind)).map((field) => field.name);
  const keys = [...options, ...sizes.map((name) => `vars.${name}`)];
  const change = (at: number, part: Partial<Row>): void => setRows(rows.map((row, k) => (k === at ? { ...row, ...part } : row)));
  const total = method === "grid" ? rows.reduce((product, row) => product * new Set(listOf(row.text)).size, 1) : Number(n) || 0;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const version = page.architectures.find((one) => one.id === architecture)?.version;
      const made = await post<{ id: string }>("/api/v1/sweeps/", { title, version, corpus, config: { max_minutes: Number(minutes) }, method, n_trials: Math.max(1, Number(n) || 1), space: rows.map((row) => variableOf(row, method)) });
      location.assign(`/sweeps/${made.id}/`);
    } catch (problem) {
      setError(wordsOf(problem));
      setBusy(false);
    }
  };
  if (page.architectures.length === 0) return <div className="empty"><h2>{t("form.noArchitectures")}</h2><a className="btn btn-primary" href={page.newArchitectureUrl}>{t("form.makeOne")}</a></div>;
  return (
    <form className="versus" onSubmit={(event) => void submit(event)} noValidate>
      {error && <p className="message message-error" role="alert">{error}</p>}
      <section className="panel" aria-labelledby="on-title">
        <h2 id="on-title">{t("form.what")}</h2>
        <div className="form-grid">
          <div className="field"><label htmlFor="s-title">{t("form.title")} <span className="optional">{t("form.titleHint")}</span></label><input id="s-title" value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} /></div>
          <div className="field"><label htmlFor="s-arch">{t("form.architecture")}</label><select id="s-arch" value={architecture} onChange={(event) => setArchitecture(event.target.value)}>{page.architectures.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select></div>
          <div className="field"><label htmlFor="s-corpus">{t("form.corpus")}</label><select id="s-corpus" value={corpus} onChange={(event) => setCorpus(event.target.value)}>{page.corpora.map((one) => <option key={one.id} value={one.id}>{one.title}</option>)}</select></div>
          <div className="field"><label htmlFor="s-minutes">{t("versus.minutesEach")}</label><input id="s-minutes" inputMode="decimal" value={minutes} onChange={(event) => setMinutes(event.target.value)} /></div>
        </div>
      </section>
      <section className="panel" aria-labelledby="vary-title">
        <h2 id="vary-title">{t("versus.varies")}</h2>
        <fieldset className="segments"><legend>{t("versus.method")}</legend>{(["grid", "random"] as const).map((one) => <label key={one}><input type="radio" name="method" checked={method === one} onChange={() => setMethod(one)} /><span>{t(`versus.${one}`)}</span></label>)}</fieldset>
        <p className="sub">{t(`versus.${method}Help`)}</p>
        <div className="variables">{rows.map((row, at) => (
          <div className="variable" key={at} role="group" aria-label={nameOf(row.key, t)}>
            <div className="field"><label htmlFor={`v-${at}`}>{t("versus.variable")}</label><select id={`v-${at}`} value={row.key} onChange={(event) => change(at, { key: event.target.value })}>{keys.map((key) => <option key={key} value={key}>{nameOf(key, t)}</option>)}</select></div>
            {method === "grid" || !numeric(page.schema, row.key) ? <div className="field"><label htmlFor={`t-${at}`}>{t("versus.values")}</label><input id={`t-${at}`} value={row.text} onChange={(event) => change(at, { text: event.target.value })} /></div> : (
              <div className="range">
                <div className="field"><label htmlFor={`l-${at}`}>{t("versus.low")}</label><input id={`l-${at}`} inputMode="decimal" value={row.low} onChange={(event) => change(at, { low: event.target.value })} /></div>
                <div className="field"><label htmlFor={`h-${at}`}>{t("versus.high")}</label><input id={`h-${at}`} inputMode="decimal" value={row.high} onChange={(event) => change(at, { high: event.target.value })} /></div>
              </div>
            )}
            <button type="button" className="btn btn-quiet" disabled={rows.length < 2} aria-label={t("versus.dropOf", { name: nameOf(row.key, t) })} onClick={() => setRows(rows.filter((_, k) => k !== at))}>{t("versus.drop")}</button>
          </div>
        ))}</div>
        <div className="actions"><button type="button" className="btn" disabled={rows.length >= MOST_VARIABLES} onClick={() => setRows([...rows, { key: keys.find((key) => rows.every((row) => row.key !== key)) ?? "lr", text: "", low: "", high: "" }])}>{t("versus.more")}</button>
          {method === "random" && <div className="field"><label htmlFor="s-n">{t("versus.draws")}</label><input id="s-n" className="short" inputMode="numeric" value={n} onChange={(event) => setN(event.target.value)} /></div>}</div>
      </section>
      <div className="actions"><button className="btn btn-primary btn-big" disabled={busy || total < 1}>{t("versus.startSweep", { count: total })}</button><span className="sub sweep-count" role="status">{t(total > page.mostTrials ? "versus.tooMany" : "versus.total", { count: total, most: page.mostTrials, minutes: total * (Number(minutes) || 0) })}</span></div>
    </form>
  );
}

/** Whether a thing is drawn from a range: sizes are, and options that are numbers. */
function numeric(schema: Schema, key: string): boolean {
  return key.startsWith("vars.") || Object.values(fieldsOf(schema)).some((field) => field.name === key && field.kind !== "choice");
}

function variableOf(row: Row, method: "grid" | "random"): Record<string, unknown> {
  const named = row.key.startsWith("vars.") ? { name: row.key.slice(5), of: "vars" } : { name: row.key, of: "config" };
  const [low, high] = [Number(row.low), Number(row.high)];
  if (method === "grid" || row.low === "" || row.high === "") return { ...named, values: listOf(row.text) };
  return { ...named, low, high, log: low > 0 && high / low >= LOG_FROM, whole: Number.isInteger(low) && Number.isInteger(high) };
}

/** The sizes that an architecture keeps in its variables. */
function useSizes(architecture: string): string[] {
  const [sizes, setSizes] = useState<string[]>([]);
  useEffect(() => {
    const aborted = new AbortController();
    interface Found { current?: { design?: { vars?: Record<string, unknown> } }; design?: { vars?: Record<string, unknown> } }
    get<Found>(`/api/v1/architectures/${architecture}/`, aborted.signal).then((found) => setSizes(Object.keys(found.current?.design?.vars ?? found.design?.vars ?? {}))).catch(() => setSizes([]));
    return () => aborted.abort();
  }, [architecture]);
  return sizes;
}

draw(<NewSweep page={pageData<Page>()} />);
