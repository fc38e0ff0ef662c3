/** One press for the patterns that people most often want: every n-th layer, the first n, those from n on, both ends. */
import { WandSparkles } from "lucide-react";
import { useId, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { boundsOf, recipe, RECIPES, type Recipe } from "../../graph/pattern-edits";
import type { Pattern } from "../../graph/patterns";

const USUAL: Record<Recipe, number> = { every: 6, first: 1, from: 1, ends: 0 };

export function Recipes({ layers, add }: { layers: number; add: (pattern: Pattern) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const kinds = RECIPES.filter((kind) => layers > 1 || kind === "every" || kind === "first");
  const [kind, setKind] = useState<Recipe>("every");
  const [typed, setTyped] = useState<string | null>(null);
  const [low, high] = boundsOf(kind, layers), counted = kind !== "ends";
  const text = typed ?? String(Math.max(low, Math.min(USUAL[kind], high))), n = Number(text);
  const wrong = counted && (text.trim() === "" || !Number.isInteger(n) || n < low || n > high);
  const special = Array.from({ length: 3 }, (_, at) => (at + 1) * n - 1).filter((layer) => layer < layers);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!wrong) add(recipe(kind, n, layers));
  };
  return (
    <form className="ed-recipe" onSubmit={submit} noValidate>
      <label htmlFor={`${id}-kind`}>{t("repeat.recipe.title")}</label>
      <select id={`${id}-kind`} className="ed-input" value={kind} onChange={(event) => { setKind(event.target.value as Recipe); setTyped(null); }}>
        {kinds.map((one) => <option key={one} value={one}>{t(`repeat.recipe.${one}`)}</option>)}
      </select>
      {counted && <input className="ed-input" inputMode="numeric" aria-label={t("repeat.recipe.number")} aria-invalid={wrong} aria-describedby={`${id}-help`} value={text} maxLength={4} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />}
      <button className="ed-add" disabled={wrong}><WandSparkles size={14} aria-hidden />{t("repeat.recipe.apply")}</button>
      <p id={`${id}-help`} className={wrong ? "ed-wrong" : "ed-help"}>
        {wrong ? t("repeat.recipe.needCount", { low, high }) : t(`repeat.recipe.${kind}Help`, { n, layers: special.join(", ") })}
      </p>
    </form>
  );
}
