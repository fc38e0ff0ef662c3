/** Short words in the corner, read out by screen readers; errors and news stay longer, and may lead somewhere. */
const SHOWN_MS = { plain: 4000, news: 9000, error: 9000 };

export function toast(text: string, kind: keyof typeof SHOWN_MS = "plain", href = ""): void {
  const box = document.getElementById("toasts");
  if (!box) return;
  const item = document.createElement(href ? "a" : "div");
  if (item instanceof HTMLAnchorElement) item.href = href;
  item.className = kind === "error" ? "toast toast-error" : "toast";
  item.textContent = text;
  box.append(item);
  const leave = (): void => {
    if (item.matches(":hover, :focus")) setTimeout(leave, SHOWN_MS[kind]); // somebody is at it
    else item.remove();
  };
  setTimeout(leave, SHOWN_MS[kind]);
}
