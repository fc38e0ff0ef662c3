export const en = {
  over: "Drop to import", overDesign: "A design (JSON) replaces this one or opens as a new one; you choose.", overNew: "A design (JSON) opens as a new design of yours.",
  overConfig: "A config.json of a published model becomes a design.", overFolder: "A Hugging Face folder, .zip or .tar.gz becomes a model with its weights.",
  title: { ask: "Import", reading: "Reading “{{name}}”…", design: "“{{name}}” is a design", model: "“{{name}}” is a model", sending: "Sending “{{name}}”…", sent: "“{{name}}” has arrived", refused: "This cannot be imported" },
  dropToo: "You may also drop it anywhere on the page.", safe: "Weights must be safetensors; a pickle is never opened.",
  file: "Choose a file", folder: "Choose a folder", hub: "From the hub", cancel: "Cancel", close: "Close", again: "Choose something else", stay: "Stay here",
  reading: "One moment…", isDesign: "“{{title}}” was exported here.", isConfig: "It describes “{{title}}”, a model of the {{family}} family.", choose: "Shall it take the place of the design on the canvas, or open as a new one? A replacement is one step, which Undo takes back.",
  untitled: "The design", replace: "Replace this design", new: "Open as new", replaced: "“{{title}}” is on the canvas. Undo brings back what was here.",
  isModel_one: "{{count}} file, {{size}}. It is checked, and becomes a model that writes and can be trained further.", isModel_other: "{{count}} files, {{size}} together. They are checked, and become a model that writes and can be trained further.",
  onlyDesign: "Only its design", model: "Import the model", sent: "It is being read now. You may go on working: this continues by itself.", follow: "See how far it is",
  refused: "“{{name}}”: {{why}}", large: "“{{name}}” is larger than 2 MB. A design or a config.json is smaller.", nothing: "There is nothing in “{{name}}” that can be read here.", empty: "The folder is empty.",
  accepted: "What can be read: a design that was exported here (JSON), a config.json, or one Hugging Face folder with config.json and safetensors (also as .zip or .tar.gz).",
};
