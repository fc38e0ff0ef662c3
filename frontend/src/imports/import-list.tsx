/** What was brought in: how far it is, what came of it, or why it was refused. */
import { useTranslation } from "react-i18next";
import { wordsOf } from "../pages/start";
import { toast } from "../site/toast";
import { forget, type Bringing, type ImportPage } from "./state";

const TONES = { waiting: "badge-live", working: "badge-live", ready: "badge-good", failed: "badge-bad" } as const;

export function ImportList({ page, imports, remove }: { page: ImportPage; imports: Bringing[]; remove: (id: string) => void }) {
  const { t } = useTranslation();
  const drop = async (id: string) => {
    try {
      await forget(id);
      remove(id);
    } catch (error) {
      toast(wordsOf(error), "error");
    }
  };
  return (
    <section aria-labelledby="imports-title">
      <h2 id="imports-title">{t("bring.list")}</h2>
      {imports.length === 0 ? <p className="sub">{t("bring.empty")}</p> : <ul className="exports">{imports.map((one) => <Row key={one.id} page={page} one={one} drop={() => void drop(one.id)} />)}</ul>}
    </section>
  );
}

function Row({ page, one, drop }: { page: ImportPage; one: Bringing; drop: () => void }) {
  const { t } = useTranslation();
  const name = one.title || one.source.hub || one.source.files?.[0] || t("bring.untitled");
  const live = one.state === "waiting" || one.state === "working";
  return (
    <li className="panel export" data-import={one.id} data-state={one.state}>
      <div className="export-words">
        <h3>{name} <span className={`badge ${TONES[one.state]}`} role="status"><span className="dot" aria-hidden="true" />{t(`bring.state.${one.state}`)}</span></h3>
        {live && <><progress max={1} value={one.progress} aria-label={t("bring.progress", { name })} /><p className="sub">{t("bring.keeps")}</p></>}
        {one.error && <p className="export-news" role="alert">{one.error.detail}</p>}
        {one.state === "ready" && !one.model && <p className="sub">{t("bring.asDesign")}</p>}
      </div>
      <div className="actions">
        {one.model && <a className="btn btn-small btn-primary" href={page.modelUrl.replace("ID", one.model)}>{t("bring.openModel")}</a>}
        {one.model && <a className="btn btn-small" href={page.trainUrl.replace("ID", one.model)}>{t("bring.train")}</a>}
        {one.architecture && <a className="btn btn-small" href={page.editUrl.replace("ID", one.architecture)}>{t("bring.openDesign")}</a>}
        <button type="button" className="btn btn-small btn-quiet" onClick={drop}>{t(live ? "bring.cancel" : "bring.dismiss")}<span className="visually-hidden"> {name}</span></button>
      </div>
    </li>
  );
}
