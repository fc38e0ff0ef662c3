/** Words of searches; the pages put them under `versus`. */
export const en = {
  parallel: "Which values led where", parallelHelp: "A line is a run: it passes its values and ends at its loss. The bluer, the lower; the strongest is the best.", parallelNone: "Lines come with the first evaluations.",
  trials: "Runs of this search", compareAll: "Compare the best", stopAll: "Stop all", stopTitle: "Stop the whole search?", stopText: "What runs saves a checkpoint and stops; nothing more is queued.", stoppedAll: "stopped", forget: "Delete the search, keep its runs",
  endedOf: "{{n}} of {{of}} runs are over", bestRun: "Best so far:", waits: "waits for room", gone: "deleted", notStarted: "not started",
  drawnWith: "Drawn with the seed {{seed}}", minutesEach: "Minutes for each run", varies: "What varies", method: "How", grid: "Every combination", random: "Drawn at random", gridHelp: "Every value of each line is tried with every value of the others.", randomHelp: "Values are drawn between the least and the most; far apart, evenly in their logarithm. What cannot be trained is drawn again.",
  variable: "Option or size", values: "Values, with commas", choices: "Values to try", low: "Least", high: "Most", drop: "Remove", dropOf: "Remove {{name}}", more: "Let one more vary", draws: "Runs",
  startSweep_one: "Start {{count}} run", startSweep_other: "Start {{count}} runs", tooMany: "{{count}} runs are too many: at most {{most}}.",
  multiple: "A multiple of", same: "What is the same for all runs", costEach: "Time of each", costDevices: "Device time in all", costOver: "Over in", costUnknown: "nobody can tell yet", costMeasuring: "A short trial of the first run is measured now. Until then these figures are worked out.", costMeasured: "{{n}} of {{of}} runs were measured before; the others are worked out from what is alike.",
};
