/** What operators do: pause and resume the queue, drain a host, and say how many runs it takes at once. */
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Board, Host } from "./types";
import type { Operate } from "./use-board";

interface Props { busy: boolean; operate: Operate }
const MOST_REASON = 200, MOST_SLOTS = 64;

export function Pause({ board, busy, operate }: Props & { board: Board }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const pause = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await operate("POST", "pause/", { reason })) setReason("");
  };
  if (board.paused) return <button type="button" className="btn btn-primary" disabled={busy} onClick={() => void operate("POST", "resume/")}>{t("queue.resume")}</button>;
  return (
    <form className="inline-form" onSubmit={(event) => void pause(event)}>
      <div className="field">
        <label htmlFor="pause-reason">{t("queue.pauseReason")} <span className="optional">({t("queue.optional")})</span></label>
        <input id="pause-reason" maxLength={MOST_REASON} value={reason} onChange={(event) => setReason(event.target.value)} />
      </div>
      <button className="btn" disabled={busy}>{t("queue.pause")}</button>
    </form>
  );
}

export function HostControls({ host, busy, operate }: Props & { host: Host }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const [slots, setSlots] = useState(host.slots === null ? "" : String(host.slots));
  const path = `hosts/${host.id}/`;
  const drain = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await operate("POST", `${path}drain/`, { reason })) setReason("");
  };
  const put = (event: FormEvent): void => {
    event.preventDefault();
    void operate("PATCH", path, { slots: slots === "" ? null : Number(slots) });
  };
  return (
    <details className="queue-operate">
      <summary>{t("queue.operate", { host: host.name })}</summary>
      {host.draining ? (
        <button type="button" className="btn" disabled={busy} onClick={() => void operate("POST", `${path}undrain/`)}>{t("queue.undrain")}</button>
      ) : (
        <form className="inline-form" onSubmit={(event) => void drain(event)}>
          <div className="field">
            <label htmlFor={`reason-${host.id}`}>{t("queue.drainReason")} <span className="optional">({t("queue.optional")})</span></label>
            <input id={`reason-${host.id}`} maxLength={MOST_REASON} value={reason} onChange={(event) => setReason(event.target.value)} />
          </div>
          <button className="btn" disabled={busy}>{t("queue.drain")}</button>
        </form>
      )}
      <form className="inline-form" onSubmit={put}>
        <div className="field">
          <label htmlFor={`slots-${host.id}`}>{t("queue.slots")} <span className="optional">({t("queue.slotsEmpty")})</span></label>
          <input id={`slots-${host.id}`} type="number" inputMode="numeric" min={1} max={MOST_SLOTS} value={slots} onChange={(event) => setSlots(event.target.value)} />
        </div>
        <button className="btn" disabled={busy}>{t("queue.save")}</button>
      </form>
    </details>
  );
}
