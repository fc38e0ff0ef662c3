import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { writer } from "../graph/test-designs";
import type { Report } from "../graph/types";
import { saveBaseline, startBaseline, useBaseline, type Version } from "./baseline";
import { useEditor } from "./editor";

const report = (parameters: number): Report => ({ valid: true, diagnostics: [], fingerprint: "", shapes: {}, implied: {}, nodes: {}, totals: { parameters } as Report["totals"], load: null, fit: null });
const told = (): unknown => [useBaseline.getState().report?.totals?.parameters, useBaseline.getState().version?.number];
const settle = (): Promise<unknown> => vi.waitFor(() => expect(useBaseline.getState().version).not.toBeNull());
let versions: Version[], asked: string[], end: () => void;

beforeEach(() => {
  versions = [];
  asked = [];
  vi.stubGlobal("fetch", (path: string) => {
    asked.push(path);
    const body = path.endsWith("validate/") ? report(70) : path.endsWith("/versions/") ? { results: versions } : { design: { ...writer(), vars: { d_model: 7 } } };
    return Promise.resolve(new Response(JSON.stringify(body)));
  });
  useBaseline.setState({ report: null, version: null });
  useEditor.setState({ id: "d1", design: writer(), readOnly: false, report: null });
  end = startBaseline("d1");
});
afterEach(() => { end(); vi.unstubAllGlobals(); });

it("is the design as it was opened, where no version was saved on purpose", async () => {
  versions = [{ number: 3, kind: "autosave", note: "" }];
  useEditor.setState({ report: report(50) });
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  useEditor.setState({ report: report(60) });
  expect(told()).toEqual([50, undefined]);
});

it("is the last version that was saved on purpose, with its own costs", async () => {
  versions = [{ number: 5, kind: "autosave", note: "" }, { number: 4, kind: "saved", note: "wide" }, { number: 3, kind: "saved", note: "" }];
  useEditor.setState({ report: report(50) });
  await settle();
  expect(told()).toEqual([70, 4]);
});

it("asks for nothing more where what was opened is that version", async () => {
  versions = [{ number: 5, kind: "saved", note: "" }];
  useEditor.setState({ report: report(50) });
  await settle();
  expect([told(), asked.length]).toEqual([[50, 5], 1]);
});

it("is what is on the canvas once that is saved as a version", async () => {
  useEditor.setState({ report: report(50) });
  useEditor.setState({ report: report(60) });
  saveBaseline({ number: 9, kind: "saved", note: "" });
  expect(told()).toEqual([60, 9]);
});
