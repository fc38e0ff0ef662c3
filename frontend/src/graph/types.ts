/** The shapes that the server speaks: the design document, the block registry, the validation report. */
import type { Comment } from "./comments";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A node of a design: its type, its parameters and, of a container, what is inside. */
export interface DesignNode {
  type: string;
  nodes?: Record<string, DesignNode>;
  edges?: string[];
  patterns?: Json[];
  [param: string]: Json | Record<string, DesignNode> | undefined;
}

export interface Design {
  format: number;
  vars: Record<string, boolean | number | string>;
  nodes: Record<string, DesignNode>;
  edges: string[];
  layout: Record<string, number[]>;
  meta: { title?: string; notes?: string; comments?: Comment[] };
}

export interface Words {
  en: string;
  ko: string;
}

export interface Port {
  name: string;
  kind: "tokens" | "stream" | "logits";
  many: boolean;
}

/** The part of JSON Schema (as pydantic writes it) that parameters use. */
export interface ParamSchema {
  type?: string;
  title?: string;
  description?: string;
  description_ko?: string;
  default?: Json;
  const?: Json;
  enum?: Json[];
  anyOf?: ParamSchema[];
  oneOf?: ParamSchema[];
  discriminator?: { propertyName: string };
  $ref?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  properties?: Record<string, ParamSchema>;
  required?: string[];
  items?: ParamSchema;
  additionalProperties?: boolean | ParamSchema;
  $defs?: Record<string, ParamSchema>;
}

/** One kind of block, as `GET /api/v1/blocks/` tells it. */
export interface BlockSpec {
  type: string;
  title: Words;
  summary: Words;
  category: string;
  colour: string;
  icon: string;
  icon_svg: string; // drawn by the server, so that a new block needs nothing here
  container: boolean;
  node?: DesignNode; // of an own block: what is added
  hidden?: boolean; // not offered by itself in a list of new blocks
  inputs: Port[];
  outputs: Port[];
  params: ParamSchema;
}

/** A repair that validation proposes; what each action means is written in `architectures/core/fixes.py`. */
export interface Fix {
  action: "set" | "unset" | "rename" | "connect" | "disconnect" | "reconnect" | "remove" | "bypass" | "insert" | "join";
  path: string;
  attr: string | null;
  value: Json;
}

/** A finding of validation; `message` is its sentence in the page's language. */
export interface Diagnostic {
  code: string;
  severity: "error" | "warning" | "info";
  path: string;
  attr: string | null;
  values: Record<string, Json>;
  fix: Fix | null;
  message: string;
}

export interface NodeCost {
  parameters: number;
  flops: number;
  kv_bytes: number;
  cache_bytes: number;
  training_bytes: number;
  sequence_bytes: number;
  count: number;
}

export interface Totals {
  parameters: number;
  active_parameters: number;
  parameters_without_embeddings: number;
  trainable: number;
  flops_per_token: number;
  kv_bytes_per_token: number;
  cache_bytes: number;
  training_bytes: number;
  sequence_bytes: number;
}

/** What costs are counted for. */
export interface Load { batch_size: number; context_length: number; precision: "fp32" | "bf16" }

/** The largest batch that fits a memory, 0 if none does; bytes of training on it, and on one sequence more. */
export interface Fit {
  memory_bytes: number;
  context_length: number;
  context_limit: number | null;
  precision: "fp32" | "bf16";
  batch_size: number;
  training_bytes: number;
  next_bytes: number;
}

export interface Report {
  valid: boolean;
  diagnostics: Diagnostic[];
  fingerprint: string | null;
  shapes: Record<string, (string | number)[]>;
  implied: Record<string, Record<string, Json>>; // of each block, what parameters that are left out come to
  nodes: Record<string, NodeCost>;
  totals: Totals | null;
  load: Load | null;
  fit: Fit | null;
}
