/** Choosing the other design: presets, own and shared designs, versions of one. */
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../editor/dialog";
import { Picker, type Choice } from "../editor/overlays/picker";
import { count } from "../pages/format";
import { ApiError, get } from "../shared/api";
import { language } from "../shared/page";

interface Preset { slug: string; title: string; group: string; n_parameters: number }
interface Design { id: string; title: string; owner?: string | null }
interface Version { number: number; n_parameters: number | null; note?: string; updated_at: string }
interface Option { name: string; title: string; note: string }

/** `versionsOf`: the design whose older states are offered too. */
export function ChooseDesign({ versionsOf = null, except = null, pick, close }: { versionsOf?: string | null; except?: string | null; pick: (name: string) => void; close: () => void }) {
  const { t } = useTranslation();
  const { options, wrong } = useOptions(versionsOf);
  const choices = useMemo(() => (query: string): Choice[] => {
    const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    const found = options?.filter((one) => one.name !== except && words.every((word) => `${one.title} ${one.note} ${one.name}`.toLocaleLowerCase().includes(word))) ?? [];
    return found.slice(0, 120).map((one) => ({ id: one.name, label: `${one.title}, ${one.note}`, text: <span><b>{one.title}</b><small>{one.note}</small></span> }));
  }, [options, except]);
  return (
    <Dialog title={t("compare.choose")} onClose={close}>
      {wrong && <p className="form-error" role="alert">{wrong}</p>}
      {options ? <div className="cmp-choose"><Picker label={t("compare.search")} choices={choices} pick={pick} close={close} /></div> : !wrong && <p role="status">{t("compare.loading")}</p>}
      <div className="ed-dialog-end"><button type="button" className="btn" onClick={close}>{t("compare.close")}</button></div>
    </Dialog>
  );
}

const PAGE = 100, MOST_PAGES = 10;

/** Every design that one may see, the newest first, page by page; beyond a thousand, the older ones are left out. */
async function allDesigns(): Promise<Design[]> {
  const found: Design[] = [];
  for (let page = 1, more = true; more && page <= MOST_PAGES; page += 1) {
    const answer = await get<{ results: Design[]; next: string | null }>(`/api/v1/architectures/?ordering=-updated_at&page_size=${PAGE}&page=${page}`);
    found.push(...answer.results);
    more = answer.next !== null;
  }
  return found;
}

function useOptions(versionsOf: string | null): { options: Option[] | null; wrong: string } {
  const { t } = useTranslation();
  const [options, setOptions] = useState<Option[] | null>(null), [wrong, setWrong] = useState("");
  useEffect(() => {
    const parameters = (n: number | null): string => (n === null ? "" : t("compare.parameters", { count: n, replace: { count: count(n) } }));
    const versions = versionsOf ? get<{ results: Version[] }>(`/api/v1/architectures/${versionsOf}/versions/`) : Promise.resolve({ results: [] });
    const held = [versions, allDesigns(), get<Preset[]>("/api/v1/presets/")] as const;
    Promise.all(held).then(([past, designs, presets]) => setOptions([
      ...past.results.map((one): Option => ({ name: `${versionsOf}@${one.number}`, title: t("compare.version", { number: one.number }), note: [new Date(one.updated_at).toLocaleString(language()), parameters(one.n_parameters)].filter(Boolean).join(" · ") })),
      ...designs.filter((one) => one.id !== versionsOf).map((one): Option => ({ name: one.id, title: one.title, note: one.owner ? t("compare.designOf", { owner: one.owner }) : t("compare.design") })),
      ...presets.map((one): Option => ({ name: `preset:${one.slug}`, title: one.title, note: `${t("compare.preset")} · ${parameters(one.n_parameters)}` })),
    ]), (error: unknown) => setWrong(error instanceof ApiError ? error.message : t("common.offline")));
  }, [versionsOf, t]);
  return { options, wrong };
}
