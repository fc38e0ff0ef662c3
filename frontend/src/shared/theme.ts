/** Whether the page is dark now: it changes with the system, or by the button in the header, while an island is on the page. */
import { useSyncExternalStore } from "react";

const page = document.documentElement;
const isDark = (): boolean => page.dataset.theme === "dark";

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(page, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

export const useDark = (): boolean => useSyncExternalStore(watch, isDark);
