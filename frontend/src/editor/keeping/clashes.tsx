/** The question after two people, or two windows, changed the same: which of the two, thing by thing. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Choices, Clash, Side } from "../../graph/merge";
import { ApiError, post } from "../../shared/api";
import { useEditor } from "../../store/editor";
import type { Saved, Saver } from "../../store/saving";
import { Dialog } from "../dialog";
import { say } from "../notice";
import { subject, wanted, type Say } from "./clash-words";

const SIDES = ["mine", "theirs"] as const;

function Row({ clash, chosen, choose }: { clash: Clash; chosen: Side; choose: (side: Side) => void }) {
  const { t } = useTranslation();
  const words: Say = (key, values) => t(key, values ?? {});
  return (
    <fieldset className="ed-clash">
      <legend><bdi>{subject(clash, words)}</bdi>{clash.kind !== "removed" && <small> {t("keeping.clash.before", { value: wanted(clash, "base", words) })}</small>}</legend>
      {SIDES.map((side) => (
        <label key={side} data-chosen={chosen === side}>
          <input type="radio" name={clash.id} checked={chosen === side} onChange={() => choose(side)} />
          <span><b>{t(`keeping.clash.${side}`)}</b><bdi>{wanted(clash, side, words)}</bdi></span>
        </label>
      ))}
    </fieldset>
  );
}

export function Clashes({ saver, onClose }: { saver: Saver; onClose: () => void }) {
  const { t } = useTranslation();
  const design = useEditor((s) => s.design), title = useEditor((s) => s.title);
  const [choices, setChoices] = useState<Choices>({}), [wrong, setWrong] = useState("");
  const made = useMemo(() => saver.merged(choices), [saver, choices, design, title]);
  if (!made) return null;
  const all = (side: Side): void => setChoices(Object.fromEntries(made.clashes.map(({ id }) => [id, side])));
  const done = (): void => { saver.join(made); say(t("keeping.clash.taken")); };
  const copy = async (): Promise<void> => {
    const mine = await post<Saved>("/api/v1/architectures/", { title: t("editor.conflict.copyTitle", { title }).slice(0, 120), design });
    await saver.takeTheirs();
    location.assign(`/architectures/${mine.id}/edit/`);
  };
  const keep = (): void => { copy().catch((error: unknown) => setWrong(error instanceof ApiError ? error.message : t("common.offline"))); };
  const author = saver.author === saver.person.name ? t("keeping.clash.own") : saver.author || t("keeping.clash.author");
  return (
    <Dialog title={t("keeping.clash.title")} wide onClose={onClose}>
      <p>{t("keeping.clash.text", { count: made.clashes.length, author })}</p>
      {wrong && <p className="form-error" role="alert">{wrong}</p>}
      {made.clashes.length > 1 && <div className="ed-clash-all">{SIDES.map((side) => <button key={side} type="button" className="btn btn-small" onClick={() => all(side)}>{t(side === "mine" ? "keeping.clash.allMine" : "keeping.clash.allTheirs")}</button>)}</div>}
      {made.clashes.map((clash) => <Row key={clash.id} clash={clash} chosen={choices[clash.id] ?? "mine"} choose={(side) => setChoices({ ...choices, [clash.id]: side })} />)}
      <div className="ed-dialog-end">
        <button type="button" className="btn btn-quiet" onClick={onClose}>{t("keeping.clash.later")}</button>
        <button type="button" className="btn" onClick={keep}>{t("keeping.clash.copy")}</button>
        <button type="button" className="btn btn-primary" onClick={done}>{t("keeping.clash.done")}</button>
      </div>
    </Dialog>
  );
}
