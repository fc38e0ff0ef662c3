/** Short words in the corner, read out by screen readers; errors stay longer. */
const SHOWN_MS = { plain: 4000, error: 9000 };

export function toast(text: string, kind: keyof typeof SHOWN_MS = "plain"): void {
  const box = document.getElementById("toasts");
  if (!box) return;
  const item = document.createElement("div");
  item.className = kind === "error" ? "toast toast-error" : "toast";
  item.textContent = text;
  box.append(item);
  setTimeout(() => item.remove(), SHOWN_MS[kind]);
}
