/** A text that one types, cut as one types; with a byte-pair encoding, by the vocabulary after any number of merges. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { exact, fixed } from "../pages/format";
import { bytesOf, cutAt, type History, type Piece } from "./cuts";
import { Pieces } from "./pieces";
import { TOKENIZERS, useAnswer, type Tokenizer } from "./state";

interface Encoded { tokens: { id: number; hex: string }[]; unknown: string[] }
const N_BYTES = 256, MOST = 4000;

interface Props { tokenizer: Tokenizer; text: string; put: (text: string) => void; merges: number | null; slide: (merges: number | null) => void }

export function Cutting({ tokenizer, text, put, merges, slide }: Props) {
  const { t } = useTranslation();
  const grows = tokenizer.kind === "bpe" || tokenizer.kind === "tiktoken";
  const [ids, setIds] = useState(false);
  const history = useAnswer<History>(`${TOKENIZERS}${tokenizer.id}/history/`, grows ? { text } : null);
  const encoded = useAnswer<Encoded>(`${TOKENIZERS}${tokenizer.id}/encode/`, grows ? null : { text });
  const error = history.error || encoded.error;
  const total = (history.found?.vocab_size ?? N_BYTES + 1) - N_BYTES - 1;
  const pieces: Piece[] = history.found ? cutAt(history.found, N_BYTES + (merges ?? total)) : (encoded.found?.tokens ?? []).map((token) => ({ id: token.id, bytes: bytesOf(token.hex) }));
  const characters = [...text].length, n = merges ?? total;
  return (
    <section className="panel" aria-labelledby="cuts-title">
      <h2 id="cuts-title">{t("tok.cuts")}</h2>
      <div className="field"><label htmlFor="text">{t("tok.text")}</label><textarea id="text" rows={3} maxLength={MOST} value={text} onChange={(event) => put(event.target.value)} aria-describedby="text-help" /><p className="field-help" id="text-help">{t("tok.textHelp")}</p></div>
      {grows && total > 0 && (
        <div className="field slide">
          <label htmlFor="merges">{t("tok.slider", { n: exact(n), total: exact(total) })}</label>
          <input id="merges" type="range" min={0} max={total} value={n} onChange={(event) => slide(Number(event.target.value) >= total ? null : Number(event.target.value))} aria-describedby="merges-help" />
          <div className="slide-ends"><button type="button" className="btn btn-small" onClick={() => slide(0)}>{t("tok.bytesOnly")}</button><p className="field-help" id="merges-help">{t("tok.sliderHelp")}</p><button type="button" className="btn btn-small" onClick={() => slide(null)}>{t("tok.all")}</button></div>
        </div>
      )}
      {error && <p className="message message-error" role="alert">{error}</p>}
      {!error && !history.found && !encoded.found && <p className="loading" role="status">{t("common.loading")}</p>}
      {(history.found ?? encoded.found) && <>
        <div className="pieces-head"><p>{t("tok.count", { tokens: exact(pieces.length), characters: exact(characters), bytes: exact(new TextEncoder().encode(text).length), ratio: fixed(characters / Math.max(1, pieces.length), 2) })}</p><label className="check"><input type="checkbox" checked={ids} onChange={(event) => setIds(event.target.checked)} />{t("tok.showIds")}</label></div>
        <Pieces pieces={pieces} ids={ids} />
        {encoded.found && encoded.found.unknown.length > 0 && <p className="message message-warning">{t("tok.unknown", { characters: encoded.found.unknown.join(" ") })}</p>}
        <p className="sub">{t("tok.partsHelp")}</p>
      </>}
    </section>
  );
}
