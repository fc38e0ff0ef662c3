/** What the page that compares two designs is given. */
import type { BlockSpec, Design } from "../graph/types";

/** A design with its title. */
export interface Drawable {
  title: string;
  design: Design;
}

export interface Side extends Drawable {
  name: string; // as an address names it: preset:<slug>, <id>, <id>@<number>
  version: number | null;
  owner: string | null; // of somebody else's design
  href: string;
}

export interface PageData { a: Side; b: Side; blocks: BlockSpec[] }

export const addressOf = (a: string, b: string): string => `/architectures/compare/?${new URLSearchParams({ a, b }).toString()}`;
