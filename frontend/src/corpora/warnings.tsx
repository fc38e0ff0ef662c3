/** What is odd about a corpus, with the way out of it. */
import { CircleCheck, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { wordsOf } from "../pages/start";
import { post } from "../shared/api";
import { toast } from "../site/toast";
import { CORPORA, type Corpus, type Warned } from "./state";

const DAMAGE = new Set(["control", "lost", "encoding", "data"]);

export function Warnings({ corpus, warnings, examples }: { corpus: Corpus; warnings: Warned[]; examples: (numbers: number[]) => void }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const copies = warnings.some((one) => one.code === "duplicates"), damaged = warnings.some((one) => DAMAGE.has(one.code));
  const clean = async (): Promise<void> => {
    setBusy(true);
    try {
      const without = [...(copies ? ["duplicates"] : []), ...(damaged ? ["damaged"] : [])];
      location.assign(`/corpora/${(await post<Corpus>(`${CORPORA}${corpus.id}/clean/`, { without })).id}/`);
    } catch (error) {
      toast(wordsOf(error), "error");
      setBusy(false);
    }
  };
  if (!warnings.length) return <p className="message message-success"><CircleCheck size={17} aria-hidden="true" className="inline-icon" /> {t("corpora.sound")}</p>;
  return (
    <section className="panel" aria-labelledby="warnings-title">
      <div className="documents-head"><h2 id="warnings-title">{t("corpora.warnings")}</h2>{(copies || damaged) && <button type="button" className="btn btn-small btn-primary" disabled={busy} onClick={() => void clean()}>{t("corpora.cleanAll")}</button>}</div>
      <ul className="warned">{warnings.map((one) => (
        <li key={one.code} className={one.severity}>
          <TriangleAlert size={18} aria-hidden="true" /><p>{one.detail}</p>
          {one.examples.length > 0 && <button type="button" className="btn btn-small" onClick={() => examples(one.examples)}>{t("corpora.show")}<span className="visually-hidden"> {one.detail}</span></button>}
        </li>
      ))}</ul>
    </section>
  );
}
