/** The offer of the tour on an empty canvas. */
import "./offer.css";
import { GraduationCap } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEditor } from "../../store/editor";
import { openTour, useTour } from "../../store/tour";

export function TourOffer() {
  const { t } = useTranslation();
  const open = useTour((s) => s.open), id = useEditor((s) => s.id);
  if (open) return null;
  return <button type="button" className="btn tour-offer" onClick={() => openTour(id)}><GraduationCap size={17} aria-hidden /> {t("tour.offer")}</button>;
}
