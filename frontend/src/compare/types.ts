/** What the page that compares two designs is given. */
import type { BlockSpec, Design } from "../graph/types";

export interface Side {
  name: string; // as an address names it: preset:<slug>, <id>, <id>@<number>
  title: string;
  version: number | null;
  owner: string | null; // of somebody else's design
  href: string;
  design: Design;
}

export interface PageData { a: Side; b: Side; blocks: BlockSpec[] }

export const addressOf = (a: string, b: string): string => `/architectures/compare/?${new URLSearchParams({ a, b }).toString()}`;
