/** A chart as a file: its numbers as CSV, its picture as PNG. */
import type { Curve } from "./curves";

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** What is saved of a line: its curve over steps, whatever it is drawn over, and of which run it is. */
export interface Saved {
  curve: Curve;
  unplaced?: Curve;
  field: string;
  run?: string;
}

/** The numbers of a chart: lines of one curve side by side, curves with the same columns in one table. */
export function csvOfLines(lines: readonly Saved[]): string {
  const byCurve = new Map<Curve, Saved[]>();
  for (const line of lines) {
    const curve = line.unplaced ?? line.curve;
    byCurve.set(curve, [...(byCurve.get(curve) ?? []), line]);
  }
  const named = new Set(lines.map((line) => line.run)).size > 1;
  const tables = new Map<string, string[]>();
  for (const [curve, held] of byCurve) {
    const { head, rows } = tableOf(curve, held.map((line) => line.field), named ? (held[0]?.run ?? "") : null);
    tables.set(head, [...(tables.get(head) ?? []), ...rows]);
  }
  return [...tables].map(([head, rows]) => `${[head, ...rows].join("\n")}\n`).join("\n");
}

/** One row a piece. Where pieces are single steps each field has one column, else its extremes and its mean. */
function tableOf(curve: Curve, names: readonly string[], run: string | null): { head: string; rows: string[] } {
  const held = names.filter((name) => curve.fields[name]);
  const single = curve.first.every((first, n) => first === curve.last[n]);
  const head = single ? ["step", ...held] : ["first_step", "last_step", ...held.flatMap((name) => [`${name}_early`, `${name}_late`, `${name}_mean`])];
  const before = run === null ? [] : [quoted(run)];
  const rows = curve.first.map((first, n) => {
    const values = held.flatMap((name) => {
      const field = curve.fields[name];
      return single ? [field?.early[n]] : [field?.early[n], field?.late[n], field?.mean[n]];
    });
    return [...before, ...[...(single ? [first] : [first, curve.last[n]]), ...values].map((value) => (value == null ? "" : String(value)))].join(",");
  });
  return { head: [...(run === null ? [] : ["run"]), ...head.map(quoted)].join(","), rows };
}

export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const MARGIN = 14, LINE = 22, MARK = 17, APART = 17;

/** Where the words of a legend stand: in rows that are no wider than the picture. */
export function inRows(widths: readonly number[], room: number): { x: number; row: number }[] {
  let x = 0, row = 0;
  return widths.map((width) => {
    if (x > 0 && x + width > room) [x, row] = [0, row + 1];
    const place = { x, row };
    x += width + APART;
    return place;
  });
}

/** Draw a chart with its title and its legend on paper of the page's colour. */
export function pictureOf(canvas: HTMLCanvasElement, title: string, legend: { label: string; color: string }[]): Promise<Blob | null> {
  const ratio = canvas.width / (canvas.clientWidth || canvas.width);
  const paper = document.createElement("canvas");
  const pen = paper.getContext("2d");
  if (!pen) return Promise.resolve(null);
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => (name.startsWith("--") ? style.getPropertyValue(name).trim() : name);
  const font = (size: string): string => `${size} ${style.getPropertyValue("--font")}`;
  const room = canvas.width / ratio;
  pen.font = font("13px");
  const places = inRows(legend.map((one) => MARK + pen.measureText(one.label).width), room);
  const top = MARGIN * 2 + LINE * (2 + (places.at(-1)?.row ?? 0));
  [paper.width, paper.height] = [canvas.width + 2 * MARGIN * ratio, canvas.height + (top + MARGIN) * ratio];
  pen.fillStyle = color("--surface");
  pen.fillRect(0, 0, paper.width, paper.height);
  pen.scale(ratio, ratio);
  pen.fillStyle = color("--ink");
  pen.font = font("650 16px");
  pen.fillText(title, MARGIN, MARGIN + LINE - 6, room);
  pen.font = font("13px");
  legend.forEach((one, n) => {
    const at = places[n] ?? { x: 0, row: 0 };
    const [x, y] = [MARGIN + at.x, MARGIN + LINE * (2 + at.row)];
    pen.fillStyle = color(one.color);
    pen.fillRect(x, y - 11, 12, 3);
    pen.fillStyle = color("--muted");
    pen.fillText(one.label, x + MARK, y - 6, room - MARK);
  });
  pen.drawImage(canvas, MARGIN, top, room, canvas.height / ratio);
  return new Promise((done) => paper.toBlob(done, "image/png"));
}
