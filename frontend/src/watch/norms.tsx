/** How large weights, gradients and activations are, block by block: a line a block, coloured by its depth. */
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { ChartCard, type ChartLine, type View } from "../charts/chart-card";
import type { Curve } from "../charts/curves";
import { groupsOf, KINDS, linesOf, type Kind } from "./norm-lines";

export function Norms({ norms, view, empty }: { norms: Curve; view: View; empty: string }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<Kind>("gradient");
  const [wanted, setWanted] = useState("");
  const groups = useMemo(() => groupsOf(norms, kind), [norms, kind]);
  const group = groups.includes(wanted) ? wanted : (groups.find((name) => /attn|attention|ffn|mixer/.test(name)) ?? groups[0] ?? "");
  const lines = useMemo<ChartLine[]>(() => linesOf(norms, kind, group).map((one) => ({ curve: norms, ...one })), [norms, kind, group]);
  const tools = (
    <>
      <label className="tool-field"><span className="visually-hidden">{t("watch.normKind")}</span>
        <select className="input input-small" value={kind} onChange={(event) => setKind(KINDS.find((one) => one === event.target.value) ?? "gradient")}>{KINDS.map((one) => <option key={one} value={one}>{t(`watch.norm.${one}`)}</option>)}</select></label>
      <label className="tool-field"><span className="visually-hidden">{t("watch.normGroup")}</span>
        <select className="input input-small" value={group} disabled={groups.length === 0} onChange={(event) => setWanted(event.target.value)}>{groups.length === 0 ? <option value="">–</option> : groups.map((name) => <option key={name} value={name}>{name}</option>)}</select></label>
    </>
  );
  return <ChartCard id="norms" title={t("watch.norms")} note={<p className="sub">{t(`watch.normHelp.${kind}`)}</p>} lines={lines} format={(v) => v.toPrecision(3)} view={view} height={240} empty={empty} tools={tools} />;
}
