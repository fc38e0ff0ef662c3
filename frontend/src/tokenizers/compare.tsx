/** How many tokens each tokenizer makes of a text, or of a corpus. */
import { useTranslation } from "react-i18next";
import { count, exact, fixed } from "../pages/format";
import { TOKENIZERS, useAnswer, type Compared } from "./state";

interface Props { ids: string[]; text?: string; corpus?: string; me?: string; label: string }

export function CompareTable({ ids, text = "", corpus = "", me = "", label }: Props) {
  const { t } = useTranslation();
  const { found, error } = useAnswer<Compared[]>(`${TOKENIZERS}compare/`, ids.length && (text || corpus) ? { tokenizers: ids, ...(corpus ? { corpus } : { text }) } : null);
  if (error) return <p className="message message-error" role="alert">{error}</p>;
  if (!found) return <p className="loading" role="status">{t("common.loading")}</p>;
  const most = Math.max(...found.map((one) => one.n_characters / Math.max(1, one.n_tokens)), 0.01);
  return (
    <div className="table-wrap" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead><tr><th>{t("tok.tokenizer")}</th><th className="num">{t("tok.vocabulary")}</th><th className="num">{t("tok.tokens")}</th><th className="num">{t("tok.perToken")}</th><th className="num">{t("tok.bytesPerToken")}</th><th className="num">{t("tok.unknownCount")}</th></tr></thead>
        <tbody>{[...found].sort((a, b) => a.n_tokens - b.n_tokens).map((one) => (
          <tr key={one.id}>
            <td>{one.id === me ? <b>{one.title}</b> : <a className="strong" href={`/tokenizers/${one.id}/`}>{one.title}</a>}<span className="meter" aria-hidden="true"><i style={{ width: `${(100 * one.n_characters) / Math.max(1, one.n_tokens) / most}%` }} /></span></td>
            <td className="num">{exact(one.vocab_size)}</td>
            <td className="num">{one.counted ? exact(one.n_tokens) : <span title={t("tok.estimate")}>≈ {count(one.n_tokens)}</span>}</td>
            <td className="num">{fixed(one.n_characters / Math.max(1, one.n_tokens), 2)}</td>
            <td className="num">{fixed(one.n_bytes / Math.max(1, one.n_tokens), 2)}</td>
            <td className="num">{exact(one.n_unknown)}</td>
          </tr>
        ))}</tbody>
      </table>
      {found.some((one) => !one.counted) && <p className="sub table-note">≈ {t("tok.estimate")}</p>}
    </div>
  );
}
