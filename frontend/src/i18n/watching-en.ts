/** Words of watching a run; the page puts them under `watch`. */
export const en = {
  view: "How the charts are drawn", axis: "Over", axisName: { step: "Step", tokens: "Tokens", time: "Time", flops: "FLOPs" },
  smoothing: "Smoothing", smoothingSteps: "over {{steps}} steps", smoothingOff: "off", hint: "Drag across a chart to zoom in; double-click to zoom out.",
  zoomOut: "Zoom out", zoomIn: "Zoom in", log: "log", png: "Save “{{title}}” as a picture (PNG)", csv: "Save “{{title}}” as a table (CSV)",
  values: "Values", valuesOf: "Values of {{title}}", cursor: "Cursor of {{title}}: arrow keys move it, plus and minus zoom, Escape zooms out",
  lrMatrices: "Matrices (Muon)", lrOthers: "All other weights", compute: "Compute", mfu: "Share of the device's peak (MFU)",
  gradNorm: "Gradient norm", bitsPerByte: "Bits per byte", accuracy: "Right first guesses", memory: "Memory of the run", gpuMemory: "GPU memory", cpuUse: "CPU use of the run (100 % is one core)", gpuUse: "GPU use", gpuMemoryUsed: "In use", gpuMemoryTotal: "Total", gpuPower: "GPU power", gpuTemperature: "GPU temperature", machineUse: "Use of the whole machine", machineCpu: "CPU", machineMemory: "Memory",
  norms: "Norms by block", normKind: "Which norms", normGroup: "Which blocks", norm: { weight: "Weights", gradient: "Gradients", activation: "Activations" }, noNorms: "Norms come with the first evaluation.",
  normHelp: {
    weight: "The length of all weights of a block, as a vector. They grow, then settle.",
    gradient: "The length of the last step's gradient in each block. One that falls to nothing no longer learns; one that runs away is about to break the training.",
    activation: "The root mean square of what each block gives out, for the same held-out text each time.",
  },
  samplesHelp: "What the model writes by itself. Move the slider to see how it learned to.", scrubber: "Sample at step", earlier: "Earlier sample", later: "Later sample", newest: "Newest", sampleOf: "{{n}} of {{of}}",
  level: "Level", levels: { info: "Everything", warning: "Warnings and errors", error: "Errors only" }, levelName: { warning: "warning", error: "error" }, searchLog: "Search the log", noLines: "No line is like this.",
  retry: "Try again with {{changes}}", retryHelp: "A new run begins with these options; this one stays as it is.", triedBefore: "Earlier try", triedAgain: "Tried again as",
  removed_one: "The older checkpoint of step {{steps}} was removed.", removed_other: "The older checkpoints of steps {{steps}} were removed.",
  checkpoints: "Checkpoints", checkpointsHelp: "Saved states of this run. It goes on from the last one; the best one has the lowest validation loss of those that were judged.", lastOne: "last", bestOne: "best", lossOf: "loss {{loss}} nats per token", notJudged: "not judged",
  takeAway: "Job folder (to run it elsewhere)", takeAwayHelp: "A zip with the design, the options, the prepared text and the code that trains it. One command repeats this run on any machine with Python.",
  share: "Share", inMlflow: "The record of this run",
};
