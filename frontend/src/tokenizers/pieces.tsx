/** A text in its pieces: coloured, with ids; a piece that is only a part of a character says so. */
import { useTranslation } from "react-i18next";
import { hexOf, textOf, visible, type Piece } from "./cuts";

const TINTS = 5;

export function Pieces({ pieces, ids, lang }: { pieces: Piece[]; ids: boolean; lang?: string }) {
  const { t } = useTranslation();
  if (!pieces.length) return <p className="sub">{t("tok.empty")}</p>;
  return (
    <ol className={ids ? "pieces pieces-ids" : "pieces"} lang={lang} aria-label={t("tok.cuts")}>{pieces.map((piece, n) => {
      const text = textOf(piece.bytes), bytes = hexOf(piece.bytes);
      const words = text === null ? `${t("tok.part", { bytes })}, id ${piece.id}` : t("tok.piece", { id: piece.id, bytes });
      return <li key={n} className={`piece tint-${n % TINTS}${text === null ? " piece-part" : ""}`} title={words} data-id={piece.id}><span>{text === null ? bytes : visible(text)}</span>{ids && <small>{piece.id}</small>}</li>;
    })}</ol>
  );
}
