/** The three things that are picked from a list: a new block, an end to connect to, a block to go to. */
import { useReactFlow } from "@xyflow/react";
import { StickyNote } from "lucide-react";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { nameOf, parentOf, scopeAt, walk } from "../../graph/document";
import { insertRefusal, joined } from "../../graph/mending";
import { refusal, specOf } from "../../graph/rules";
import { language } from "../../shared/page";
import { useEditor } from "../../store/editor";
import { OWN } from "../../store/library";
import { overlays, type Spot } from "../../store/overlay";
import { addBlock, insertBlock } from "../actions";
import { calm } from "../commands";
import { startComment } from "../commenting";
import { BlockTile } from "../palette/block-icon";
import { searched } from "../palette/palette-model";
import { useWhy } from "../why";
import { Picker, type Choice } from "./picker";

const now = useEditor.getState;
const close = (): void => overlays().close();

function Row({ type, name, note }: { type: string; name: string; note?: string | null }) {
  const spec = specOf(useEditor((s) => s.registry), type);
  return <><BlockTile svg={spec?.icon_svg ?? ""} colour={spec?.colour ?? "#64748b"} /><span><b>{name}</b>{note && <small>{note}</small>}</span></>;
}

const COMMENT = "@comment"; // no type of block is called that

export function Search({ spot }: { spot: Spot }) {
  const { t } = useTranslation();
  const { sentence } = useWhy();
  const choices = useMemo(() => (query: string): Choice[] => {
    const { design, registry } = now();
    const all = searched(Object.values(registry).filter((spec) => !spec.hidden), query, (name) => (name === OWN ? t("own.category") : t(`panels.palette.category.${name}`, name)));
    const made = all.map((spec) => {
      const refused = spot.edge ? insertRefusal(design, registry, spot.edge.scope, spot.edge.pair, spec.type) : null;
      const title = spec.title[language()], note = refused ? sentence(refused) : spec.summary[language()];
      return { id: spec.type, label: title, off: refused !== null, text: <Row type={spec.type} name={title} note={note} /> };
    });
    const note = t("comments.add"), said = query.trim().toLowerCase(), asked = said && note.toLowerCase().includes(said);
    const comment: Choice[] = asked ? [{ id: COMMENT, label: note, off: false, text: <><span className="ed-tile"><StickyNote size={18} aria-hidden /></span><span><b>{note}</b><small>{t("comments.addHelp")}</small></span></> }] : [];
    return [...made.filter((one) => !one.off), ...comment, ...made.filter((one) => one.off)];
  }, [sentence, spot, t]);
  const { screenToFlowPosition } = useReactFlow();
  const pick = (type: string): void => {
    close();
    if (type === COMMENT) return startComment(screenToFlowPosition(spot.at));
    if (spot.edge) return insertBlock(type, spot.edge);
    if (spot.after || !spot.place) return addBlock(type);
    addBlock(type, spot.scope, spot.place);
  };
  return <Picker label={t("editing.search")} choices={choices} pick={pick} close={close} />;
}

/** The ends that a block's output may go to, and, after them, those that it may not, each with the reason. */
export function Connect({ from }: { from: string }) {
  const { t } = useTranslation();
  const { sentence } = useWhy();
  const scope = parentOf(from);
  const choices = useMemo(() => (query: string): Choice[] => {
    const { design, registry } = now();
    const names = [...Object.keys(scopeAt(design, scope)?.nodes ?? {}), "out"].filter((name) => name !== nameOf(from));
    const made = names.filter((name) => name.toLowerCase().includes(query.trim().toLowerCase())).map((name) => {
      const refused = refusal(design, registry, scope, [nameOf(from), name]);
      const type = scopeAt(design, scope)?.nodes[name]?.type ?? "", note = refused && sentence(refused);
      const label = name === "out" ? t("editor.pin.out") : name;
      return { id: name, label, off: refused !== null, text: <Row type={type} name={label} note={note} /> };
    });
    return [...made.filter((one) => !one.off), ...made.filter((one) => one.off)];
  }, [from, scope, sentence, t]);
  const pick = (to: string): void => {
    close();
    now().change(joined(now().design, now().registry, scope, [nameOf(from), to]));
  };
  return <Picker label={t("editing.connect", { name: nameOf(from) })} choices={choices} pick={pick} close={close} />;
}

export function Find() {
  const { t } = useTranslation();
  const { fitView } = useReactFlow();
  const choices = useMemo(() => (query: string): Choice[] => {
    const { design, registry } = now(), words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return walk(design).flatMap(([path, node]) => {
      const title = specOf(registry, node.type)?.title, all = [path, node.type, title?.en, title?.ko].join(" ").toLowerCase();
      return words.every((word) => all.includes(word)) ? [{ id: path, label: path, text: <Row type={node.type} name={path} note={title?.[language()] ?? node.type} /> }] : [];
    }).slice(0, 100);
  }, []);
  const pick = (path: string): void => {
    close();
    now().set({ selected: [path] });
    void fitView({ nodes: [{ id: path }], maxZoom: 1.2, padding: 0.6, duration: calm() });
  };
  return <Picker label={t("editing.find")} choices={choices} pick={pick} close={close} />;
}
