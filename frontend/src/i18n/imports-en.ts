export const en = {
  bring: {
    dropTitle: "Drop a model here",
    dropText: "A config.json or a design opens on the canvas. A whole Hugging Face folder (.zip and .tar.gz too) becomes a model that writes and can be trained further.",
    files: "Choose files", folder: "Choose a folder", limits: "Weights as safetensors only. Pickles (.bin, .pt) are never opened.",
    hubTitle: "Or fetch one from the Hugging Face hub", hub: "Hub id", hubHint: "owner/name", fetch: "Fetch the model", fetchDesign: "Only its design",
    nothing: "Nothing among these files is read here. A model needs at least a config.json.",
    sending: "Sending {{name}}…", cancel: "Cancel", dismiss: "Dismiss", list: "Your imports", empty: "Nothing was brought in yet.",
    state: { waiting: "waiting for a worker", working: "being read", ready: "ready", failed: "refused" },
    progress: "Progress of {{name}}", keeps: "You may close this page; it goes on.",
    openModel: "Let it write", openDesign: "Open on the canvas", train: "Train further", untitled: "model", asDesign: "Only a design: there were no weights.",
  },
} as const;
