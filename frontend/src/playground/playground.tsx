/** Type a beginning, read the continuation as it comes. */
import type { TFunction } from "i18next";
import { useState, type FormEvent, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { OptionFields } from "./options";
import { sends, type Options } from "./stream";
import { useWriter, type Writing } from "./use-writer";

export interface PlaygroundModel {
  id: string;
  prompt: string;
}

const DEFAULTS: Options = { max_new_tokens: 200, temperature: 0.6, top_k: 0, top_p: 1, seed: null };

export function Playground({ model }: { model: PlaygroundModel }) {
  const { t } = useTranslation();
  const [prompt, setPrompt] = useState(model.prompt);
  const [options, setOptions] = useState(DEFAULTS);
  const { writing, write, cancel } = useWriter(model.id);
  const busy = writing.phase === "starting" || writing.phase === "writing";

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!busy) write(prompt, options);
  };
  const pressed = (event: KeyboardEvent) => {
    const { key, shiftKey, keyCode } = event;
    if (!sends({ key, shiftKey, keyCode, isComposing: event.nativeEvent.isComposing })) return;
    event.preventDefault();
    submit();
  };
  return (
    <div className="play">
      <form className="panel play-form" onSubmit={submit}>
        <div className="field">
          <label htmlFor="prompt">{t("play.prompt")}</label>
          <textarea id="prompt" rows={3} value={prompt} placeholder={t("play.placeholder")} aria-describedby="prompt-hint" onChange={(event) => setPrompt(event.target.value)} onKeyDown={pressed} />
          <p className="field-help" id="prompt-hint">{t("play.hint")}</p>
        </div>
        <div className="actions">
          {busy ? (
            <button type="button" className="btn" onClick={cancel}>{t("play.cancel")}</button>
          ) : (
            <button className="btn btn-primary">{t(writing.phase === "idle" ? "play.write" : "play.again")}</button>
          )}
        </div>
        <Answer writing={writing} busy={busy} />
      </form>
      <aside className="panel play-options" aria-label={t("play.options")}>
        <h2>{t("play.options")}</h2>
        <OptionFields options={options} change={setOptions} />
      </aside>
    </div>
  );
}

function Answer({ writing, busy }: { writing: Writing; busy: boolean }) {
  const { t } = useTranslation();
  return (
    <>
      <Notices writing={writing} />
      <section className="play-text" aria-label={t("play.output")} aria-busy={busy} tabIndex={0} data-phase={writing.phase}>
        {writing.phase === "idle" ? <p className="sub">{t("play.empty")}</p> : (
          <p>
            <span className="play-prompt">{writing.prompt}</span>
            <span data-testid="continuation">{writing.text}</span>
            {busy && <span className="caret" aria-hidden="true" />}
          </p>
        )}
      </section>
      <p className="sub" role="status">{statusOf(writing, t)}</p>
    </>
  );
}

function Notices({ writing }: { writing: Writing }) {
  const { t } = useTranslation();
  return (
    <>
      {writing.phase === "failed" && <p className="message message-error" role="alert">{writing.error ?? t("play.lost")}</p>}
      {writing.trimmed > 0 && <p className="message message-warning" role="status">{t("play.trimmed", { count: writing.trimmed })}</p>}
      {writing.unknown.length > 0 && <p className="message message-warning" role="status">{t("play.unknown", { characters: writing.unknown.slice(0, 20).join(" ") })}</p>}
    </>
  );
}

function statusOf(writing: Writing, t: TFunction): string {
  const values = { tokens: writing.tokens, seed: writing.seed, speed: Math.round(writing.speed) };
  if (writing.phase === "starting") return t("play.starting");
  if (writing.phase === "writing") return t("play.writing");
  if (writing.phase === "finished") return t("play.done", values);
  return writing.phase === "cancelled" ? t("play.cancelled", values) : "";
}
