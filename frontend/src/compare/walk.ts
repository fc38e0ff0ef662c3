/** The classic walk through published designs: each step is a pair that the page compares. */
export const WALK = ["gpt2-small", "llama-3-2-1b", "qwen3-0-6b", "gemma-3-270m"] as const;

export interface Step { at: number; a: string; b: string }

export const STEPS: readonly Step[] = WALK.slice(1).map((slug, at) => ({ at, a: `preset:${WALK[at]}`, b: `preset:${slug}` }));

/** The step that two sides are; null off the walk. */
export const stepOf = (a: string, b: string): Step | null => STEPS.find((step) => step.a === a && step.b === b) ?? null;
