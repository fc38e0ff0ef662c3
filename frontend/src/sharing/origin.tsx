/** Says what a design is a copy of, as the page brought it. */
import { useTranslation } from "react-i18next";
import { pageData } from "../shared/page";

interface CopyOf { title: string; owner: string; url: string } // empty where one may not see it

export function Origin() {
  const { t } = useTranslation();
  const origin = pageData<{ architecture: { copyOf?: CopyOf | null } }>().architecture.copyOf;
  if (!origin) return null;
  if (!origin.url) return <small className="ed-origin">{t("sharing.copyOfUnseen")}</small>;
  return <a className="ed-origin" href={origin.url}>{t("sharing.copyOf", { title: origin.title, owner: origin.owner })}</a>;
}
