/** The choice of a tokenizer: one to be made from the corpus, or one that is there. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { exact } from "./format";
import { inputOf, Labelled } from "./run-new-fields";
import { MADE, useListed, WHOSE, type Cut, type TokenizerChoice, type TokenizerKind, type TokenizerPage } from "./run-new-tokenizer";

interface Props {
  page: TokenizerPage;
  cut: Cut;
  change: (part: Partial<Cut>) => void;
  problem: (name: string) => string;
  /** The tokenizer of the run that is trained again. */
  own?: { title: string; of: string } | undefined;
}

export function Cutting({ page, cut, change, problem, own }: Props) {
  const { t } = useTranslation();
  const choices: { kind: TokenizerKind; name: string; help: string }[] = MADE.map((kind) => ({ kind, name: t(`form.kind.${kind}`), help: t(`form.kindHelp.${kind}`) }));
  if (own) choices.unshift({ kind: "own", name: own.title, help: t("form.ownTokenizer", { title: own.of }) });
  if (page.tokenizers.length > 0) choices.push({ kind: "existing", name: t("form.kind.existing"), help: t("form.kindHelp.existing") });
  return (
    <>
      <fieldset className="choices">
        <legend className="label">{t("form.tokenizer")}</legend>
        {choices.map(({ kind, name, help }) => (
          <label key={kind} className="choice">
            <input type="radio" name="kind" value={kind} checked={cut.kind === kind} onChange={() => change({ kind })} />
            <span><b>{name}</b><span className="sub">{help}</span></span>
          </label>
        ))}
      </fieldset>
      {page.tokenizerLost && <p className="field-note" role="status">{t("form.tokenizerLost")}</p>}
      {cut.kind === "bpe" && (
        <Labelled name="vocab" label={t("form.vocab")} help={t("form.vocabHelp")} problem={problem("vocab_size")}>
          <input {...inputOf("vocab", problem("vocab_size"))} className="short" inputMode="numeric" value={cut.vocabSize} onChange={(event) => change({ vocabSize: event.target.value })} />
        </Labelled>
      )}
      {cut.kind === "existing" && <Existing {...{ page, cut, change, problem }} />}
      {cut.kind === "own" && problem("tokenizer") && <p className="field-error" role="alert">{problem("tokenizer")}</p>}
    </>
  );
}

function Existing({ page, cut, change, problem }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const { listed, search } = useListed(page, text, cut.tokenizer);
  const optionsOf = (whose?: TokenizerChoice["whose"]) => listed.filter((one) => one.whose === whose).map((one) => <option key={one.id} value={one.id}>{called(one, t)}</option>);
  return (
    <div className="form-grid">
      {page.moreTokenizers && (
        <Labelled name="find-tokenizer" label={t("form.findTokenizer")} help={t("form.moreTokenizers", { n: page.tokenizers.length })} note={search && t(`form.tokenizerSearch.${search}`)}>
          <input {...inputOf("find-tokenizer")} type="search" maxLength={120} value={text} onChange={(event) => setText(event.target.value)} />
        </Labelled>
      )}
      <Labelled name="tokenizer" label={t("form.existingTokenizer")} problem={problem("tokenizer")}>
        <select {...inputOf("tokenizer", problem("tokenizer"))} value={cut.tokenizer} onChange={(event) => change({ tokenizer: event.target.value })}>
          {optionsOf()}
          {WHOSE.map((whose) => ({ whose, options: optionsOf(whose) })).map(({ whose, options }) => options.length > 0 && <optgroup key={whose} label={t(`form.whose.${whose}`)}>{options}</optgroup>)}
        </select>
      </Labelled>
    </div>
  );
}

function called(one: TokenizerChoice, t: (key: string, values: Record<string, string>) => string): string {
  return one.vocab_size === null ? one.title : `${one.title} · ${t("form.ids", { n: exact(one.vocab_size) })}`;
}
