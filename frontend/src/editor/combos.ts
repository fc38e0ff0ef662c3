/** Key combinations: by the key's place on the keyboard, so that they work while Korean is typed, too. */
const MODIFIERS = ["Mod", "Shift", "Alt"];
const mac = /Mac|iP(hone|ad)/.test(navigator.platform);

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Whether a combination such as "Mod+Shift+KeyZ", "Delete" or "?" is what was pressed. */
export function matches(event: Pressed, combo: string): boolean {
  const parts = combo.split("+"), key = parts.at(-1)!;
  const mod = event.ctrlKey || event.metaKey;
  if (mod !== parts.includes("Mod") || event.altKey !== parts.includes("Alt")) return false;
  if (key === "?" || key === "/") return event.key === key; // where these lie, every keyboard decides
  return event.shiftKey === parts.includes("Shift") && (event.code === key || event.key === key);
}

/** The combination as it is printed on keys. */
export function printed(combo: string): string[] {
  return combo.split("+").map((part) => {
    if (MODIFIERS.includes(part)) return { Mod: mac ? "⌘" : "Ctrl", Shift: mac ? "⇧" : "Shift", Alt: mac ? "⌥" : "Alt" }[part]!;
    return part === "ContextMenu" ? "Menu" : part.replace(/^Key|^Digit/, "");
  });
}
