/** Below the list of corpora: three ways to add a text. */
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import "../corpora/corpora.css";
import { GeneratedForm } from "../corpora/generated-form";
import { HubForm, type Asked } from "../corpora/hub-form";
import type { Entry } from "../corpora/state";
import { UploadForm } from "../corpora/upload-form";
import { en } from "../i18n/corpora-en";
import { ko } from "../i18n/corpora-ko";
import { language, pageData } from "../shared/page";
import { draw, i18n } from "./start";

i18n.addResourceBundle("en", "translation", { corpora: en }, true);
i18n.addResourceBundle("ko", "translation", { corpora: ko }, true);
const WAYS = ["upload", "hub", "generated"] as const;
type Way = (typeof WAYS)[number];

function AddText({ catalogue, again }: { catalogue: Entry[]; again: Asked | null }) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>(() => WAYS.find((one) => `#${one}` === location.hash) ?? "upload");
  const tabs = useRef<HTMLDivElement>(null);
  const languages = language() === "ko" ? ["ko", "en"] : ["en", "ko"];
  useEffect(() => {
    const follow = (): void => setWay((was) => WAYS.find((one) => `#${one}` === location.hash) ?? was);
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const turn = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = WAYS[(WAYS.indexOf(way) + step + WAYS.length) % WAYS.length] ?? "upload";
    setWay(next);
    tabs.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <>
      <h2 id="add-title">{t("corpora.add")}</h2>
      <div className="way-tabs" role="tablist" aria-labelledby="add-title" ref={tabs} onKeyDown={turn}>
        {WAYS.map((one) => <button key={one} type="button" role="tab" id={`tab-${one}`} aria-selected={way === one} aria-controls="way" tabIndex={way === one ? 0 : -1} onClick={() => setWay(one)}>{t(`corpora.ways.${one}`)}</button>)}
      </div>
      <div role="tabpanel" id="way" aria-labelledby={`tab-${way}`}>
        {way === "upload" && <UploadForm languages={languages} />}
        {way === "hub" && <HubForm catalogue={catalogue} languages={languages} again={again} />}
        {way === "generated" && <GeneratedForm />}
      </div>
    </>
  );
}

draw(<AddText {...pageData<{ catalogue: Entry[]; again: Asked | null }>()} />);
