/** Everything about keeping that lies over the canvas: questions that saving asks, and the history of versions. */
import "./keeping.css";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Found } from "../../store/drafts";
import { useEditor } from "../../store/editor";
import { useOverlay } from "../../store/overlay";
import type { News, Saver } from "../../store/saving";
import { say } from "../notice";

const Clashes = lazy(() => import("./clashes").then(({ Clashes: found }) => ({ default: found })));
const DraftFound = lazy(() => import("./draft").then(({ DraftFound: found }) => ({ default: found })));
const SignIn = lazy(() => import("./sign-in").then(({ SignIn: found }) => ({ default: found })));
const Versions = lazy(() => import("./versions").then(({ Versions: found }) => ({ default: found })));

function useNews(saver: Saver): void {
  const { t } = useTranslation();
  useEffect(() => {
    saver.tell = (news: News) => {
      if (news.kind === "notKept") return say(t("keeping.news.notKept"));
      say(t(`keeping.news.${news.kind}${news.own ? "Own" : ""}`, { author: news.author || t("keeping.news.somebody") }));
    };
  }, [saver, t]);
}

function useDraft(saver: Saver): [Found | null, () => void] {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => { if (!useEditor.getState().readOnly) void saver.draft().then(setFound); }, [saver]);
  return [found, () => setFound(null)];
}

/** `asked` counts how often a person has opened a question that was put off. */
export function Keeping({ saver, asked }: { saver: Saver; asked: number }) {
  const save = useEditor((s) => s.save), overlay = useOverlay((s) => s.overlay);
  const [later, setLater] = useState(false), [draft, closeDraft] = useDraft(saver);
  useNews(saver);
  useEffect(() => setLater(false), [save, asked]);
  const versions = overlay?.kind === "versions" ? overlay : null;
  return (
    <Suspense fallback={null}>
      {save === "conflict" && !later && <Clashes saver={saver} onClose={() => setLater(true)} />}
      {save === "signedOut" && !later && <SignIn saver={saver} onClose={() => setLater(true)} />}
      {draft && <DraftFound saver={saver} found={draft} onClose={closeDraft} />}
      {versions && <Versions saver={saver} naming={versions.naming ?? false} onClose={() => useOverlay.getState().close()} />}
    </Suspense>
  );
}
