/** How far something is that somebody brings in: read, asked about, sent, or refused. */
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { readDesign } from "../graph/adding";
import type { Design } from "../graph/types";
import type { Found } from "../imports/files";
import { sendModel } from "../imports/state";
import { ApiError, post, request } from "../shared/api";
import { bytesOf, sortOut, type Plan } from "./plan";

/** A design is read here, in whatever state it is, as the canvas shows what is wrong with it; a config by the server. */
async function readFile(file: File): Promise<Read> {
  const design = readDesign(await file.text());
  if (design) return { title: titleOf(design, file.name), design, family: null };
  const body = new FormData();
  body.append("file", file);
  return request<Read>("POST", READ, body);
}

function titleOf(design: Design, file: string): string {
  const title = typeof design.meta.title === "string" ? design.meta.title.trim() : "";
  return (title || file.replace(/\.json$/i, "")).slice(0, 120);
}

interface Read { title: string; design: Design; family: string | null }
type Model = Extract<Plan, { kind: "model" }>;

export type Stage =
  | { at: "rest" } | { at: "ask" } | { at: "reading"; name: string }
  | { at: "design"; name: string; read: Read }
  | { at: "model"; name: string; bytes: number; plan: Model }
  | { at: "sending"; name: string; share: number } | { at: "sent"; name: string }
  | { at: "refused"; why: string };

const REST: Stage = { at: "rest" };
const READ = "/api/v1/architectures/read/";

export interface Bringing {
  stage: Stage;
  ask: () => void;
  close: () => void;
  take: (found: Found[]) => void;
  replace: () => void;
  openNew: () => void;
  send: () => void;
  onlyDesign: () => void;
}

export function useBringing({ replace, leave }: { replace?: (design: Design) => void; leave?: () => Promise<unknown> }): Bringing {
  const { t } = useTranslation();
  const [stage, setStage] = useState<Stage>(REST);
  const stop = useRef<AbortController | null>(null), now = useRef(stage), given = useRef({ replace, leave });
  now.current = stage;
  given.current = { replace, leave };

  const refuse = useCallback((name: string, error: unknown): void => {
    if (error instanceof DOMException && error.name === "AbortError") return setStage(REST);
    const why = error instanceof ApiError ? error.message : t("common.offline");
    setStage({ at: "refused", why: name ? t("dropping.refused", { name, why }) : why });
  }, [t]);

  const openAsNew = useCallback(async (read: Read, name: string): Promise<void> => {
    setStage({ at: "reading", name });
    try {
      await given.current.leave?.();
      const made = await post<{ id: string }>("/api/v1/architectures/", { title: read.title, design: read.design });
      location.assign(`/architectures/${made.id}/edit/`);
    } catch (error) {
      refuse(name, error);
    }
  }, [refuse]);

  const read = useCallback(async (file: File): Promise<void> => {
    setStage({ at: "reading", name: file.name });
    try {
      const found = await readFile(file);
      if (given.current.replace) setStage({ at: "design", name: file.name, read: found });
      else await openAsNew(found, file.name);
    } catch (error) {
      refuse(file.name, error);
    }
  }, [openAsNew, refuse]);

  const take = useCallback((found: Found[]): void => {
    const plan = sortOut(found);
    if (plan.kind === "document") return void read(plan.file);
    if (plan.kind === "large") return setStage({ at: "refused", why: t("dropping.large", { name: plan.name }) });
    if (plan.kind === "nothing") return setStage({ at: "refused", why: t(plan.name ? "dropping.nothing" : "dropping.empty", { name: plan.name }) });
    setStage({ at: "model", name: plan.title || plan.files[0]!.name, bytes: bytesOf(plan.files), plan });
  }, [read, t]);

  const send = useCallback(async (): Promise<void> => {
    if (now.current.at !== "model") return;
    const { name, plan } = now.current, mine = (stop.current = new AbortController());
    setStage({ at: "sending", name, share: 0 });
    try {
      await sendModel(plan.files, plan.title, (share) => setStage({ at: "sending", name, share }), mine.signal);
      setStage({ at: "sent", name });
    } catch (error) {
      refuse(name, error);
    }
  }, [refuse]);

  return useMemo(() => ({
    stage,
    take,
    ask: () => setStage({ at: "ask" }),
    close: () => { stop.current?.abort(); setStage(REST); },
    send: () => void send(),
    onlyDesign: () => { if (now.current.at === "model" && now.current.plan.config) void read(now.current.plan.config); },
    openNew: () => { if (now.current.at === "design") void openAsNew(now.current.read, now.current.name); },
    replace: () => {
      if (now.current.at === "design") given.current.replace?.(now.current.read.design);
      setStage(REST);
    },
  }), [stage, take, send, read, openAsNew]);
}
