import i18next from "i18next";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { en } from "../i18n/pages-en";
import { ko } from "../i18n/pages-ko";
import { linesOf } from "../watch/log";
import { deviceName, optionName, valueName } from "./values";

beforeAll(() => i18next.init({ lng: "en", resources: { en: { translation: en }, ko: { translation: ko } }, interpolation: { escapeValue: false } }));
afterEach(() => i18next.changeLanguage("en"));
const t = i18next.t.bind(i18next);

describe("values of options", () => {
  it("are told in words, in Korean too", async () => {
    expect([valueName("optimizer", "adamw", t), valueName("precision", "fp32", t), valueName("compile", "off", t), valueName("x", true, t)]).toEqual(["AdamW", "32-bit (fp32)", "Never", "yes"]);
    await i18next.changeLanguage("ko");
    expect([valueName("schedule", "cosine", t), valueName("precision", "fp32", t), valueName("compile", "auto", t), valueName("x", false, t)]).toEqual(["코사인", "32비트 (fp32)", "자동", "아니요"]);
  });

  it("are told as they are where nobody wrote words for them", () => {
    expect([optionName("long_gone", t), valueName("long_gone", "as_it_was", t)]).toEqual(["long_gone", "as_it_was"]);
  });

  it("are numbers that one can read, and seeds by which one can find a run again", () => {
    expect([1_000_000, 0.003, 0.1 + 0.2, 1e-8, 1e12, 0].map((one) => valueName("max_tokens", one, t))).toEqual(["1,000,000", "0.003", "0.3", "1e-8", "1e12", "0"]);
    expect(valueName("init_seed", 12345, t)).toBe("12345");
    expect([valueName("betas", [0.9, 0.95], t), valueName("sample_prompts", [], t), valueName("stride", null, t)]).toEqual(["0.9, 0.95", "–", "–"]);
  });
});

describe("devices", () => {
  it("are named, each once", async () => {
    expect(["cpu", "cpu,cpu", "cuda", "cuda:0,cuda:3", "tpu:1", "", undefined].map((one) => deviceName(one, t))).toEqual(["CPU", "CPU", "GPU", "GPU 1, GPU 4", "tpu:1", "–", "–"]);
    await i18next.changeLanguage("ko");
    expect(deviceName("cuda:0", t)).toBe("GPU 1");
  });

  it("are named in the log too", () => {
    const plan = { seq: 1, type: "plan", step: null, device: "cpu", total_steps: 2000, tokens_per_step: 64 };
    expect(linesOf({ events: [plan] } as unknown as Parameters<typeof linesOf>[0], t)[0]?.words).toBe("2,000 steps planned on CPU, 64 tokens each");
  });
});
