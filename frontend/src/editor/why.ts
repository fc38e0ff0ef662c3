/** Why two ends cannot be connected, in words. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { endOf } from "../graph/flow";
import { refusal, type Refusal } from "../graph/rules";
import { useEditor } from "../store/editor";

/** `sentence` words a refusal; `why` asks the rules about two ends of the canvas and words the answer, null where all is well. */
export function useWhy() {
  const { t } = useTranslation();
  return useMemo(() => {
    const sentence = ({ code, values }: Refusal): string => {
      const { given, wanted, ...rest } = values;
      const kinds = given && wanted ? { given: t(`editor.kind.${given}`), wanted: t(`editor.kind.${wanted}`) } : {};
      return t(`editor.refusal.${code}`, { ...rest, ...kinds });
    };
    const why = (source: string | null, target: string | null): string | null => {
      if (!source || !target) return null;
      const { design, registry } = useEditor.getState();
      const [scope, from] = endOf(source), [other, to] = endOf(target);
      const found: Refusal | null = scope === other ? refusal(design, registry, scope, [from, to]) : { code: "other_scope", values: { from, to } };
      return found && sentence(found);
    };
    return { sentence, why };
  }, [t]);
}
