/** The questions and answers while something is brought in: one small dialog, whose words change. */
import { useTranslation } from "react-i18next";
import { language } from "../shared/page";
import { Modal } from "../shared/modal";
import type { Bringing, Stage } from "./use-bringing";

interface Props { bringing: Bringing; mayReplace: boolean; pickFile: () => void; pickFolder: () => void }

export function Steps(props: Props) {
  const { t } = useTranslation();
  const { stage, close } = props.bringing;
  if (stage.at === "rest") return null;
  return <Modal wide name="import" title={t(`dropping.title.${stage.at}`, { name: "name" in stage ? stage.name : "" })} onClose={close}><Step {...props} stage={stage} /></Modal>;
}

function Step({ bringing, mayReplace, pickFile, pickFolder, stage }: Props & { stage: Stage }) {
  const { t } = useTranslation();
  const closing = (words: string) => <button type="button" className="btn" onClick={bringing.close}>{t(words)}</button>;
  switch (stage.at) {
    case "ask":
      return (
        <>
          <ul className="drop-ways"><li>{t(mayReplace ? "dropping.overDesign" : "dropping.overNew")}</li><li>{t("dropping.overConfig")}</li><li>{t("dropping.overFolder")}</li></ul>
          <p className="sub">{t("dropping.dropToo")} {t("dropping.safe")}</p>
          <div className="dialog-actions">{closing("dropping.cancel")}<a className="btn btn-quiet" href="/models/import/">{t("dropping.hub")}</a><button type="button" className="btn" onClick={pickFolder}>{t("dropping.folder")}</button><button type="button" className="btn btn-primary" onClick={pickFile}>{t("dropping.file")}</button></div>
        </>
      );
    case "reading":
      return <p role="status">{t("dropping.reading")}</p>;
    case "design":
      return (
        <>
          <p>{t(stage.read.family ? "dropping.isConfig" : "dropping.isDesign", { title: stage.read.title, family: stage.read.family })} {t("dropping.choose")}</p>
          <div className="dialog-actions">{closing("dropping.cancel")}<button type="button" className="btn" onClick={bringing.openNew}>{t("dropping.new")}</button><button type="button" className="btn btn-primary" onClick={bringing.replace}>{t("dropping.replace")}</button></div>
        </>
      );
    case "model":
      return (
        <>
          <p>{t("dropping.isModel", { count: stage.plan.files.length, size: sizeOf(stage.bytes) })}</p>
          <p className="sub">{t("dropping.safe")}</p>
          <div className="dialog-actions">{closing("dropping.cancel")}{stage.plan.config && <button type="button" className="btn" onClick={bringing.onlyDesign}>{t("dropping.onlyDesign")}</button>}<button type="button" className="btn btn-primary" onClick={bringing.send}>{t("dropping.model")}</button></div>
        </>
      );
    case "sending":
      return <><progress className="drop-progress" max={1} value={stage.share || undefined} aria-label={t("dropping.title.sending", { name: stage.name })} /><p role="status" className="sub">{Math.round(stage.share * 100)} %</p><div className="dialog-actions">{closing("dropping.cancel")}</div></>;
    case "sent":
      return <><p role="status">{t("dropping.sent")}</p><div className="dialog-actions">{closing("dropping.stay")}<a className="btn btn-primary" href="/models/import/">{t("dropping.follow")}</a></div></>;
    case "refused":
      return <><p className="form-error" role="alert">{stage.why}</p><p className="sub">{t("dropping.accepted")}</p><div className="dialog-actions">{closing("dropping.close")}<button type="button" className="btn" onClick={bringing.ask}>{t("dropping.again")}</button></div></>;
    default:
      return null;
  }
}

/** A size as people write it: 12.3 MB. */
export function sizeOf(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return new Intl.NumberFormat(language(), { style: "unit", unit: units[step]!, maximumFractionDigits: step ? 1 : 0 }).format(bytes / 1000 ** step);
}
