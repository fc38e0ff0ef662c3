/** A choice among the colours that blocks have. */
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { COLOURS, type Colour } from "../../store/library";

export function Colours({ value, change }: { value: Colour; change: (colour: Colour) => void }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <fieldset className="ed-own-part">
      <legend>{t("own.gather.colour")}</legend>
      <div className="ed-own-colours">
        {(Object.keys(COLOURS) as Colour[]).map((colour) => (
          <label key={colour} title={t(`own.colour.${colour}`)} style={{ "--tile": COLOURS[colour] } as React.CSSProperties}>
            <input type="radio" name={id} className="visually-hidden" checked={value === colour} aria-label={t(`own.colour.${colour}`)} onChange={() => change(colour)} />
            <span aria-hidden />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
