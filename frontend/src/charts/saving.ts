/** A chart as a file: its numbers as CSV, its picture as PNG. */
import type { Curve } from "./curves";

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One row a piece. Where pieces are single steps each field has one column, else its extremes and its mean. */
export function csvOf(curve: Curve, names: readonly string[]): string {
  const held = names.filter((name) => curve.fields[name]);
  const single = curve.first.every((first, n) => first === curve.last[n]);
  const head = single ? ["step", ...held] : ["first_step", "last_step", ...held.flatMap((name) => [`${name}_early`, `${name}_late`, `${name}_mean`])];
  const rows = curve.first.map((first, n) => {
    const values = held.flatMap((name) => {
      const field = curve.fields[name];
      return single ? [field?.early[n]] : [field?.early[n], field?.late[n], field?.mean[n]];
    });
    return [...(single ? [first] : [first, curve.last[n]]), ...values].map((value) => (value == null ? "" : String(value))).join(",");
  });
  return `${[head.map(quoted).join(","), ...rows].join("\n")}\n`;
}

export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const MARGIN = 14, LINE = 22;

/** Draw a chart with its title and its legend on paper of the page's colour. */
export function pictureOf(canvas: HTMLCanvasElement, title: string, legend: { label: string; color: string }[]): Promise<Blob | null> {
  const ratio = canvas.width / (canvas.clientWidth || canvas.width);
  const paper = document.createElement("canvas");
  const top = MARGIN * 2 + LINE * 2;
  [paper.width, paper.height] = [canvas.width + 2 * MARGIN * ratio, canvas.height + (top + MARGIN) * ratio];
  const pen = paper.getContext("2d");
  if (!pen) return Promise.resolve(null);
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => (name.startsWith("--") ? style.getPropertyValue(name).trim() : name);
  pen.fillStyle = color("--surface");
  pen.fillRect(0, 0, paper.width, paper.height);
  pen.scale(ratio, ratio);
  pen.fillStyle = color("--ink");
  pen.font = `650 16px ${style.getPropertyValue("--font")}`;
  pen.fillText(title, MARGIN, MARGIN + LINE - 6);
  let at = MARGIN;
  pen.font = `13px ${style.getPropertyValue("--font")}`;
  for (const one of legend) {
    pen.fillStyle = color(one.color);
    pen.fillRect(at, MARGIN + LINE * 2 - 11, 12, 3);
    pen.fillStyle = color("--muted");
    pen.fillText(one.label, at + 17, MARGIN + LINE * 2 - 6);
    at += pen.measureText(one.label).width + 34;
  }
  pen.drawImage(canvas, MARGIN, top, canvas.width / ratio, canvas.height / ratio);
  return new Promise((done) => paper.toBlob(done, "image/png"));
}
