/** i18next, started in the page's language with the words an island brings. */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { language } from "./page";

export type Words = Record<string, unknown>;

export function startI18n(en: Words, ko: Words): typeof i18next {
  void i18next.use(initReactI18next).init({
    lng: language(),
    fallbackLng: "en",
    resources: { en: { translation: en }, ko: { translation: ko } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return i18next;
}
