/** Light, dark, or as the system; kept in this browser. base.html applies it before the first paint. */
const MODES = ["light", "dark", "system"] as const;
type Mode = (typeof MODES)[number];
const system = () => matchMedia("(prefers-color-scheme: dark)");

function kept(): Mode {
  try {
    const value = localStorage.getItem("theme");
    return MODES.find((mode) => mode === value) ?? "system";
  } catch {
    return "system"; // storage is off
  }
}

function keep(mode: Mode): void {
  try {
    localStorage.setItem("theme", mode);
  } catch {
    // Storage is off: the choice lasts until the next page.
  }
}

export function applyTheme(mode: Mode): void {
  const dark = mode === "dark" || (mode === "system" && system().matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  const button = document.querySelector<HTMLElement>("[data-theme-toggle]");
  if (!button) return;
  const words = button.dataset[mode] ?? mode;
  button.setAttribute("aria-label", words);
  button.title = words;
  for (const icon of button.querySelectorAll<HTMLElement>("[data-icon]")) icon.hidden = icon.dataset.icon !== mode;
}

export function wireTheme(): void {
  let mode = kept();
  applyTheme(mode);
  system().addEventListener("change", () => applyTheme(mode));
  document.querySelector("[data-theme-toggle]")?.addEventListener("click", () => {
    mode = MODES[(MODES.indexOf(mode) + 1) % MODES.length] ?? "system";
    keep(mode);
    applyTheme(mode);
  });
}

/** A menu closes on Escape and when something else is clicked. */
export function wireMenus(): void {
  const menus = () => document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    for (const menu of menus()) if (!menu.contains(event.target as Node)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of menus()) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    }
  });
}
