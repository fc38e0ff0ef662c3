/** How places on the axes of charts are written. */
import type { Axis } from "../charts/axes";
import { clock, exact, fine } from "../pages/format";

const SHORT_FROM = 1_000_000; // smaller numbers are written out

const whole = (value: number): string => (value < SHORT_FROM ? exact : fine)(Math.round(value));
export const flops = (value: number): string => (value === 0 ? "0" : value.toExponential(1).replace("e+", "e"));

export const AXIS_FORMATS: Record<Axis, (value: number) => string> = { step: whole, tokens: whole, time: clock, flops };
