/** The question how chosen blocks become one: its name, its inputs in order, and what can be set from outside. */
import { ArrowDown, ArrowUp } from "lucide-react";
import { useId, useMemo, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { nodeAt } from "../../graph/document";
import { kept } from "../../graph/expanding";
import { gathered, proposed, type Candidate, type GatherPort, type Plan } from "../../graph/gathering";
import { useEditor } from "../../store/editor";
import { keepOwn, useLibrary, type Colour } from "../../store/library";
import { Dialog } from "../dialog";
import { saves } from "../inspector/name-field";
import { say } from "../notice";
import { gatherAs, problemWords, refusalWords } from "./actions";
import { Colours } from "./colours";

const MAX_TITLE = 120;
const LIKELY: readonly string[] = ["n_heads", "d_ff", "kind", "window", "n_kv_heads"];

export function Gather({ chosen, close }: { chosen: readonly string[]; close: () => void }) {
  const { t } = useTranslation();
  const [found] = useState(() => proposed(useEditor.getState().design, chosen));
  if ("code" in found) return <Dialog title={t("own.gather.title")} onClose={close}><p role="alert">{refusalWords(found)}</p><div className="ed-dialog-end"><button type="button" className="btn" onClick={close}>{t("own.gather.cancel")}</button></div></Dialog>;
  return <Asking chosen={chosen} proposal={found} close={close} />;
}

/** "My block", "My block 2": a name that is not taken yet. */
function freshTitle(stem: string): string {
  const taken = new Set(useLibrary.getState().blocks.map((block) => block.title));
  for (let n = 1; ; n++) if (!taken.has(n > 1 ? `${stem} ${n}` : stem)) return n > 1 ? `${stem} ${n}` : stem;
}

function Asking({ chosen, proposal, close }: { chosen: readonly string[]; proposal: Exclude<ReturnType<typeof proposed>, { code: string }>; close: () => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [title, setTitle] = useState(() => freshTitle(t("own.gather.nameStart")));
  const [ports, setPorts] = useState(proposal.ports);
  const [params, setParams] = useState<Record<string, string>>(() => Object.fromEntries(proposal.candidates.filter((one) => LIKELY.includes(one.name) && !one.size).map((one) => [one.id, one.name])));
  const [colour, setColour] = useState<Colour>("container");
  const [wrong, setWrong] = useState(""), [busy, setBusy] = useState(false);
  const plan = useMemo((): Plan => ({ title: title.trim(), ports, params: Object.entries(params).map(([one, name]) => ({ id: one, name: name.trim() })) }), [title, ports, params]);
  const finish = (said: string): void => {
    const made = gatherAs(chosen, plan);
    if (typeof made !== "string") return setWrong(refusalWords(made));
    close();
    say(t(said, { name: plan.title }));
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (!plan.title) return setWrong(t("own.gather.nameNeeded"));
    const { design } = useEditor.getState(), made = gathered(design, proposal, plan);
    if (!Array.isArray(made)) return setWrong(refusalWords(made));
    setBusy(true);
    keepOwn({ title: plan.title, colour, node: kept(nodeAt(made[0], made[1])!, design.vars) }).then(() => finish("own.gather.done"), (error: unknown) => setWrong(problemWords(error))).finally(() => setBusy(false));
  };
  const here = (): void => { if (plan.title) finish("own.gather.doneHere"); else setWrong(t("own.gather.nameNeeded")); };
  return (
    <Dialog title={t("own.gather.title")} onClose={close}>
      <form className="ed-own" onSubmit={save} onKeyDown={(event) => { if (saves(event)) event.preventDefault(); }}>
        <p>{t("own.gather.text", { count: proposal.names.length })}</p>
        <div className="ed-field">
          <label htmlFor={id} className="ed-label">{t("own.gather.name")}</label>
          <input id={id} className="ed-input" value={title} maxLength={MAX_TITLE} autoComplete="off" autoFocus onFocus={(event) => event.target.select()} onChange={(event) => { setTitle(event.target.value); setWrong(""); }} />
          <p className="ed-help">{t("own.gather.nameHelp")}</p>
        </div>
        <Ports ports={ports} change={(next) => { setPorts(next); setWrong(""); }} />
        <Params candidates={proposal.candidates} chosen={params} change={(next) => { setParams(next); setWrong(""); }} />
        <Colours value={colour} change={setColour} />
        {wrong && <p className="form-error" role="alert">{wrong}</p>}
        <div className="ed-dialog-end">
          <button type="button" className="btn" onClick={close}>{t("own.gather.cancel")}</button>
          <button type="button" className="btn" disabled={busy} onClick={here}>{t("own.gather.without")}</button>
          <button type="submit" className="btn btn-primary" disabled={busy}>{t(busy ? "own.gather.saving" : "own.gather.save")}</button>
        </div>
      </form>
    </Dialog>
  );
}

function Ports({ ports, change }: { ports: GatherPort[]; change: (ports: GatherPort[]) => void }) {
  const { t } = useTranslation();
  const swapped = (at: number, to: number): GatherPort[] => ports.map((port, k) => (k === at ? ports[to]! : k === to ? ports[at]! : port));
  return (
    <fieldset className="ed-own-part">
      <legend>{t("own.gather.inputs")}</legend>
      <p className="ed-help">{t("own.gather.inputsHelp")}</p>
      <ol className="ed-own-rows">
        {ports.map((port, at) => (
          <li key={port.source ?? ""}>
            <input className="ed-input ed-mono" value={port.name} maxLength={64} autoComplete="off" spellCheck={false} aria-label={port.source === null ? t("own.gather.portOpen") : t("own.gather.port", { source: port.source })} onChange={(event) => change(ports.map((one, k) => (k === at ? { ...one, name: event.target.value } : one)))} />
            <small>{port.source === null ? t("own.gather.open") : t("own.gather.from", { source: port.source === "in" ? t("editor.pin.in") : port.source })}</small>
            {ports.length > 1 && (
              <span className="ed-own-move">
                <button type="button" className="ed-mini" disabled={at === 0} aria-label={t("own.gather.up", { name: port.name })} onClick={() => change(swapped(at, at - 1))}><ArrowUp size={14} aria-hidden /></button>
                <button type="button" className="ed-mini" disabled={at === ports.length - 1} aria-label={t("own.gather.down", { name: port.name })} onClick={() => change(swapped(at, at + 1))}><ArrowDown size={14} aria-hidden /></button>
              </span>
            )}
          </li>
        ))}
      </ol>
    </fieldset>
  );
}

function Params({ candidates, chosen, change }: { candidates: Candidate[]; chosen: Record<string, string>; change: (chosen: Record<string, string>) => void }) {
  const { t } = useTranslation();
  const toggle = ({ id, name }: Candidate, on: boolean): void => {
    const { [id]: _gone, ...rest } = chosen;
    change(on ? { ...chosen, [id]: name } : rest);
  };
  return (
    <fieldset className="ed-own-part">
      <legend>{t("own.gather.params")}</legend>
      <p className="ed-help">{t(candidates.length ? "own.gather.paramsHelp" : "own.gather.none")}</p>
      <ul className="ed-own-rows">
        {candidates.map((one) => {
          const what = one.size ? one.id : `${one.path}.${one.at.join(".")}`, on = Object.hasOwn(chosen, one.id);
          return (
            <li key={one.id}>
              <label className="ed-own-check"><input type="checkbox" checked={on} aria-label={t("own.gather.choose", { what })} onChange={(event) => toggle(one, event.target.checked)} /><code>{what} = {JSON.stringify(one.value)}</code>{one.size && <small>{t("own.gather.size")}</small>}</label>
              {on && <input className="ed-input ed-mono" value={chosen[one.id]} maxLength={64} autoComplete="off" spellCheck={false} aria-label={t("own.gather.paramName", { what })} onChange={(event) => change({ ...chosen, [one.id]: event.target.value })} />}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
