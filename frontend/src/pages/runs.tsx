/** All runs that one may see: filters, sorting, small curves that move, and a choice to compare. */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { en } from "../i18n/comparing-en";
import { ko } from "../i18n/comparing-ko";
import { get } from "../shared/api";
import { pageData } from "../shared/page";
import { onOwnRuns } from "../site/own-runs";
import { RunTable, type Row } from "../watch/run-table";
import "../watch/watch.css";
import "../watch/lists.css";
import { ENDED } from "./run-types";
import { draw, i18n, wordsOf } from "./start";

i18n.addResourceBundle("en", "translation", { versus: en }, true);
i18n.addResourceBundle("ko", "translation", { versus: ko }, true);

interface Page { me: string; name: string; any: boolean; newUrl: string; compareUrl: string }
interface Found { count: number; results: Row[] }
const STATES = ["queued", "preparing", "training", "stopping", "stopped", "interrupted", "failed", "completed"] as const;
const ORDERS = ["-created_at", "created_at", "title", "val_loss", "n_parameters"] as const;
const PER_PAGE = 25, EVERY_MS = 2500, WHOLE_ROUNDS = 6, TYPING_MS = 250;
export const MOST_COMPARED = 16;

interface Wish { whose: "mine" | "all"; state: string; order: string; search: string; page: number }

function RunsIsland({ page }: { page: Page }) {
  const { t } = useTranslation();
  const [wish, setWish] = useState<Wish>({ whose: page.any ? "mine" : "all", state: "", order: "-created_at", search: "", page: 1 });
  const { found, error } = useRuns(wish, page.me);
  const [chosen, setChosen] = useState<string[]>([]);
  const change = (part: Partial<Wish>): void => setWish({ ...wish, page: 1, ...part });
  const choose = (id: string, on: boolean): void => setChosen(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  const pages = Math.max(1, Math.ceil((found?.count ?? 0) / PER_PAGE));
  const filtered = Boolean(wish.state || wish.search || wish.whose === "mine");
  return (
    <>
      <div className="filters" role="search" aria-label={t("versus.filters")}>
        <label><span className="visually-hidden">{t("versus.search")}</span><input className="input" type="search" placeholder={t("versus.search")} value={wish.search} onChange={(event) => change({ search: event.target.value })} /></label>
        <label><span className="visually-hidden">{t("versus.whose")}</span><select className="input" value={wish.whose} onChange={(event) => change({ whose: event.target.value === "all" ? "all" : "mine" })}><option value="mine">{t("versus.mine")}</option><option value="all">{t("versus.all")}</option></select></label>
        <label><span className="visually-hidden">{t("versus.state")}</span><select className="input" value={wish.state} onChange={(event) => change({ state: event.target.value })}><option value="">{t("versus.anyState")}</option>{STATES.map((state) => <option key={state} value={state}>{t(`state.${state}`)}</option>)}</select></label>
        <label><span className="visually-hidden">{t("versus.order")}</span><select className="input" value={wish.order} onChange={(event) => change({ order: event.target.value })}>{ORDERS.map((order) => <option key={order} value={order}>{t(`versus.orders.${order}`)}</option>)}</select></label>
        <a className={`btn${chosen.length > 1 ? " btn-primary" : ""}`} aria-disabled={chosen.length < 2} href={chosen.length > 1 ? `${page.compareUrl}?ids=${chosen.join()}` : undefined} role={chosen.length > 1 ? undefined : "link"}>{t("versus.compare", { count: chosen.length })}</a>
      </div>
      {error ? <p className="message message-error" role="alert">{error}</p> : null}
      {!found && !error ? <p className="loading" role="status">{t("common.loading")}</p> : null}
      {found && found.results.length === 0 && (
        <div className="empty"><h2>{t(filtered ? "versus.noneLike" : "versus.none")}</h2><p>{t(filtered ? "versus.noneLikeText" : "versus.noneText")}</p>{!filtered && <a className="btn btn-primary" href={page.newUrl}>{t("form.start")}</a>}</div>
      )}
      {found && found.results.length > 0 && <RunTable rows={found.results} me={page.name} chosen={chosen} most={MOST_COMPARED} choose={choose} />}
      {pages > 1 && (
        <nav className="pages" aria-label={t("versus.pages")}>
          <button type="button" className="btn" disabled={wish.page === 1} onClick={() => change({ page: wish.page - 1 })}>{t("versus.newer")}</button>
          <span>{t("versus.pageOf", { n: wish.page, of: pages })}</span>
          <button type="button" className="btn" disabled={wish.page >= pages} onClick={() => change({ page: wish.page + 1 })}>{t("versus.older")}</button>
        </nav>
      )}
    </>
  );
}

/** The runs of a wish with their small curves; the ones at work are read again while the page is looked at, all as soon as one's own change. */
function useRuns(wish: Wish, me: string): { found: Found | null; error: string } {
  const [state, setState] = useState<{ found: Found | null; error: string }>({ found: null, error: "" });
  useEffect(() => {
    const aborted = new AbortController();
    let held: Found | null = null;
    const show = (rows: Row[]): void => {
      if (!held) return;
      const fresh = new Map(rows.map((row) => [row.id, row]));
      held = { ...held, results: held.results.map((row) => fresh.get(row.id) ?? row) };
      setState({ found: held, error: "" });
    };
    const small = async (ids: string[]): Promise<void> => {
      if (ids.length) show((await get<{ runs: Row[] }>(`/api/v1/runs/live/?ids=${ids.join()}`, aborted.signal)).runs);
    };
    const read = async (): Promise<void> => {
      const query = new URLSearchParams({ page: String(wish.page), ordering: wish.order });
      if (wish.whose === "mine") query.set("owner", me);
      if (wish.state) query.set("state", wish.state);
      if (wish.search.trim()) query.set("search", wish.search.trim());
      try {
        held = await get<Found>(`/api/v1/runs/?${query}`, aborted.signal);
        setState({ found: held, error: "" });
        await small(held.results.map((row) => row.id));
      } catch (error) {
        if (!aborted.signal.aborted) setState({ found: held, error: wordsOf(error) });
      }
    };
    const typing = setTimeout(() => void read(), wish.search ? TYPING_MS : 0);
    let rounds = 0;
    const timer = setInterval(() => {
      const live = held?.results.filter((row) => !ENDED.has(row.state)).map((row) => row.id) ?? [];
      if (document.hidden) return;
      rounds += 1;
      if (rounds % WHOLE_ROUNDS === 0) void read(); // runs of others come and go too
      else small(live).catch(() => undefined); // the next round tries again
    }, EVERY_MS);
    let first = true;
    const unhear = onOwnRuns(() => {
      if (!first) void read();
      first = false;
    });
    return () => {
      aborted.abort();
      unhear();
      clearTimeout(typing);
      clearInterval(timer);
    };
  }, [wish, me]);
  return state;
}

draw(<RunsIsland page={pageData<Page>()} />);
