/** Who is running where: every host with its devices, and the runs on them. */
import { useTranslation } from "react-i18next";
import { clock } from "../pages/format";
import { partOf } from "../pages/run-types";
import { deviceName } from "../pages/values";
import { StateBadge } from "../watch/state-badge";
import { Silence } from "../watch/silence";
import { HostControls } from "./operate";
import { RunName } from "./run-name";
import type { Board, Host, Running } from "./types";
import type { Operate } from "./use-board";

export function Hosts({ board, busy, operate }: { board: Board; busy: boolean; operate: Operate }) {
  const { t } = useTranslation();
  const named = new Set(board.hosts.map((host) => host.name));
  const elsewhere = board.running.filter((run) => !named.has(run.host));
  return (
    <section aria-labelledby="hosts-title">
      <h2 id="hosts-title">{t("queue.where")}</h2>
      {board.hosts.length === 0 && elsewhere.length === 0 && <p className="sub">{t("queue.noHosts")}</p>}
      <div className="queue-hosts">
        {board.hosts.map((host) => (
          <article key={host.id} className="panel queue-host" data-host={host.name} aria-labelledby={`host-${host.id}`}>
            <HostHead host={host} />
            {host.devices.map((device) => <Device key={device.name} {...device} />)}
            <Runs runs={board.running.filter((run) => run.host === host.name)} />
            {board.may_operate && <HostControls key={String(host.slots)} host={host} busy={busy} operate={operate} />}
          </article>
        ))}
        {elsewhere.length > 0 && <article className="panel queue-host"><Runs runs={elsewhere} /></article>}
      </div>
    </section>
  );
}

function HostHead({ host }: { host: Host }) {
  const { t } = useTranslation();
  return (
    <header>
      <h3 id={`host-${host.id}`}>{host.name}</h3>{" "}
      {!host.alive && <span className="badge badge-bad">{t("queue.silent")}</span>}{" "}
      {host.draining && <span className="badge badge-warn">{t("queue.drained")}</span>}
      {host.draining && host.reason && <p className="sub">{host.reason}</p>}
    </header>
  );
}

function Device({ name, slots, taken }: Host["devices"][number]) {
  const { t } = useTranslation();
  const words = t("queue.taken", { taken, slots });
  return (
    <div className="queue-device">
      <span title={name}>{deviceName(name, t)}</span>
      <progress max={slots} value={taken} aria-label={`${deviceName(name, t)}: ${words}`} />
      <span className="sub">{words}</span>
    </div>
  );
}

function Runs({ runs }: { runs: Running[] }) {
  const { t } = useTranslation();
  if (runs.length === 0) return <p className="sub">{t("queue.idle")}</p>;
  return (
    <ul className="queue-runs">
      {runs.map((run, number) => (
        <li key={run.id ?? `other-${number}`} className={run.is_mine ? "mine" : undefined}>
          <RunName run={run} />
          <StateBadge run={run} words={run.making_room ? t("queue.makingRoom") : undefined} />
          <progress max={1} value={partOf(run)} aria-label={t("run.progress")} />
          <span className="sub">{run.devices.filter((name) => name !== "cpu").map((name) => deviceName(name, t)).join(", ")} {run.silent_s !== null ? <Silence seconds={run.silent_s} /> : run.eta_s === null ? t("run.elapsed", { time: clock(run.trained_s) }) : t("run.eta", { time: clock(run.eta_s) })}</span>
        </li>
      ))}
    </ul>
  );
}
