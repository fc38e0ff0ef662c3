import { beforeEach, expect, it } from "vitest";
import { leaveTour, openTour, recallTour, useTour } from "./tour";

const open = (): boolean => useTour.getState().open;
beforeEach(() => { localStorage.clear(); useTour.setState({ open: false }); });

it("is taken up again on the design where it was left open, and on no other", () => {
  openTour("d1");
  recallTour("d2", false);
  expect(open()).toBe(false);
  recallTour("d1", false);
  expect(open()).toBe(true);
});

it("opens when the address asks for it, and stays closed once it was left", () => {
  recallTour("d1", true);
  expect(open()).toBe(true);
  leaveTour("d1");
  recallTour("d1", true);
  expect(open()).toBe(false);
  recallTour("d1", false);
  expect(open()).toBe(false);
});
