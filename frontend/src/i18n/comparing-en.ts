/** Words of the page of all runs, of comparing and of searches; the pages put them under `versus`. */
export const en = {
  filters: "Which runs are shown", search: "Search titles", whose: "Whose", mine: "My runs", all: "All that I may see", state: "State", anyState: "Every state", order: "Order",
  orders: { "-created_at": "Newest first", created_at: "Oldest first", title: "By title", val_loss: "Lowest validation loss", n_parameters: "Fewest parameters" },
  compare_zero: "Choose runs to compare", compare_one: "Choose one more to compare", compare_other: "Compare {{count}} runs", choose: "Compare {{title}}", chosen: "Chosen",
  runs: "Runs", run: "Run", curve: "Loss so far", spark: "Loss {{loss}} at step {{step}}", none: "Nothing has been trained yet", noneText: "Choose an architecture and a text; good options are set already.", noneLike: "No run is like this", noneLikeText: "Change what is asked for above.", pages: "Pages", newer: "Newer", older: "Older", pageOf: "Page {{n}} of {{of}}",
  board: "Leaderboard", boardHelp: "Press a heading to sort. The lowest losses stand out.", best: "lowest of all", otherText: "These runs are judged by different texts: neither losses nor bits per byte say which is better.", otherTokenizer: "These runs have different tokenizers: compare bits per byte, not losses.", takeOut: "Leave out", takeOutOf: "Leave out {{title}}",
  column: { n_parameters: "Parameters", flops: "Training FLOPs", trained_s: "Time trained", tokens_seen: "Tokens", best_val_loss: "Best validation loss", val_loss: "Validation loss", bits_per_byte: "Bits per byte" },
  scatter: "Loss against compute", scatterHelp: "Each point is a run. Further left took less, lower learned more. Where tokenizers differ it is bits per byte that are shown: losses compare only between runs with one tokenizer.", scatterNone: "Points come with the first evaluation.", pointBits: "{{title}}: {{flops}} FLOPs, {{loss}} bits per byte", point: "{{title}}: {{flops}} FLOPs, loss {{loss}} nats per token",
  options: "Options that differ", option: "Option", sameOptions: "All options are the same.", designs: "Designs that differ", noCurve: "Nothing has been told yet.",
  choose2: "Choose runs to compare", choose2Text: "Mark two or more on the page of all runs.", toRuns: "To all runs",
  share: "Share",
};
