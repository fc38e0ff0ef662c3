/** "Compare with…": what is chosen becomes the side that this design is measured against. */
import { ChooseDesign } from "../../compare/choose";
import { addressOf } from "../../compare/types";
import { useEditor } from "../../store/editor";
import type { Context } from "../commands";

export function CompareWith({ context, close }: { context: Context; close: () => void }) {
  const id = useEditor((s) => s.id);
  const pick = (name: string): void => { void context.flush().then(() => location.assign(addressOf(name, id))); };
  return <ChooseDesign versionsOf={id} pick={pick} close={close} />;
}
