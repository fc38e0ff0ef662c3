/** For tests: a small registry with every kind of parameter that pydantic writes, and the panels' words. */
import type { BlockSpec, Diagnostic, ParamSchema, Report } from "../../graph/types";
import { en } from "../../i18n/editor-panels-en";
import { ko } from "../../i18n/editor-panels-ko";
import { en as cardsEn } from "../../i18n/editor-cards-en";
import { ko as cardsKo } from "../../i18n/editor-cards-ko";
import { en as repeatEn } from "../../i18n/repeat-en";
import { ko as repeatKo } from "../../i18n/repeat-ko";
import { startI18n } from "../../shared/i18n";

export const words = (): void => void startI18n({ panels: en, repeat: repeatEn, cards: cardsEn }, { panels: ko, repeat: repeatKo, cards: cardsKo });

const orNull = (schema: ParamSchema): ParamSchema => ({ anyOf: [schema, { type: "null" }], default: null });

const mixer: ParamSchema & { properties: Record<string, unknown> } = {
  type: "object",
  required: ["n_heads"],
  properties: {
    n_heads: { type: "integer", minimum: 1, maximum: 1024, description: "Query heads.", description_ko: "쿼리 헤드입니다." },
    head_dim: orNull({ type: "integer", minimum: 1, maximum: 4096 }),
    dropout: { type: "number", minimum: 0, exclusiveMaximum: 1, default: 0 },
    bias: { type: "boolean", default: false },
    kind: { type: "string", enum: ["rms", "layer"], default: "rms" },
    offset: { type: "integer", enum: [0, 1], default: 0 },
    label: orNull({ type: "string" }),
    rope: { anyOf: [{ $ref: "#/$defs/Rope" }, { type: "null" }], default: null, description: "Rotary positions." },
    d_model: { ...orNull({ type: "integer" }), inferred: true } as ParamSchema,
  },
  $defs: {
    Rope: {
      type: "object",
      properties: {
        theta: { type: "number", exclusiveMinimum: 1, default: 10000 },
        scaling: { anyOf: [{ $ref: "#/$defs/Scaling" }, { type: "null" }], default: null },
      },
    },
    Scaling: {
      type: "object",
      required: ["factor"],
      properties: { type: { const: "linear", default: "linear", type: "string" }, factor: { type: "number", minimum: 1, maximum: 1024 } },
    },
  },
};

const stretched: ParamSchema = {
  type: "object",
  properties: {
    scaling: {
      anyOf: [{ discriminator: { propertyName: "type" }, oneOf: [{ $ref: "#/$defs/Linear" }, { $ref: "#/$defs/Long" }] }, { type: "null" }],
      default: null,
    },
  },
  $defs: {
    Linear: { type: "object", required: ["factor"], properties: { type: { const: "linear", type: "string", default: "linear" }, factor: { type: "number", minimum: 1, maximum: 64 } } },
    Long: {
      type: "object", required: ["type", "factors"],
      properties: { type: { const: "long", type: "string" }, factor: { type: "number", minimum: 1 }, factors: { type: "array", items: { type: "number", exclusiveMinimum: 0 } } },
    },
  },
};

const plain: ParamSchema = { type: "object", properties: {} };
const repeat: ParamSchema = { type: "object", required: ["count"], properties: { count: { type: "integer", minimum: 1, maximum: 512 } } };

function spec(type: string, en: string, ko: string, category: string, params: ParamSchema, part: Partial<BlockSpec> = {}): BlockSpec {
  const port = { name: "x", kind: "stream", many: false } as const;
  const summary = { en: `What ${en} does.`, ko: `${ko} 설명` };
  return { type, title: { en, ko }, summary, category, colour: "#2563eb", icon: "layers", icon_svg: "", container: false, inputs: [port], outputs: [port], params, ...part };
}

export const STRETCHED: BlockSpec = spec("Stretched", "Stretched", "늘임", "mixer", stretched);

export const REGISTRY: Record<string, BlockSpec> = {
  Mixer: spec("Mixer", "Attention", "어텐션", "mixer", mixer),
  Norm: spec("Norm", "Norm", "정규화", "norm", plain),
  Tok: spec("Tok", "Token embedding", "토큰 임베딩", "embedding", plain),
  Repeat: spec("Repeat", "Repeat", "반복", "container", repeat, { container: true }),
};

export const reportOf = (diagnostics: Diagnostic[], part: Partial<Report> = {}): Report => ({
  valid: !diagnostics.some((one) => one.severity === "error"),
  diagnostics, fingerprint: null, shapes: {}, implied: {}, nodes: {}, totals: null, load: null, fit: null, ...part,
});

export const found = (part: Partial<Diagnostic>): Diagnostic => ({
  code: "x", severity: "error", path: "attn", attr: null, values: {}, fix: null, message: "Something is wrong.", ...part,
});
