/** Words of keeping: the state of saving, merging, drafts, signing in again, versions. */
export const en = {
  away: { now: "Offline", for: "Offline for {{time}}", device: "kept on this device", window: "kept in this window only: leave it open", minutes_one: "{{count}} minute", minutes_other: "{{count}} minutes", hours_one: "{{count}} hour", hours_other: "{{count}} hours" },
  waits: "checked when the site answers",
  signedOut: "Signed out: kept on this device", signedOutWindow: "Signed out: kept in this window only", signIn: "Sign in", choose: "Choose",
  news: {
    theirs: "What {{author}} saved is here now. Undo takes it out again.", theirsOwn: "What you saved in another window is here now.",
    merged: "What {{author}} saved and what you did are in one design now. Undo takes the other changes out.", mergedOwn: "What you saved in another window and what you did here are in one design now.",
    notKept: "This browser keeps nothing on the device (its storage is full or closed). Leave this page open until “Saved” is shown.", somebody: "somebody else",
  },
  title: { long: "A title has at most 120 characters; this one has {{count}}. Shorten it.", invisible: "A title needs characters that can be seen." },
  clash: {
    title: "This design was saved elsewhere", text_one: "{{author}} changed the same thing as you. All other changes of both are kept. Which shall it be?", text_other: "{{author}} changed {{count}} of the things that you changed. All other changes of both are kept. Which shall it be?",
    author: "Somebody else", own: "Another window of yours", mine: "Mine", theirs: "Theirs", before: "before: {{value}}", allMine: "All mine", allTheirs: "All theirs", done: "Put together", copy: "Keep mine as a copy", later: "Decide later", taken: "Both are in one design now.",
    kind: { title: "Title", meta: "{{attr}} of the design", notes: "Notes of the design", comment: "Comment {{number}} on the canvas", size: "Size {{attr}}", param: "{{attr}} of {{path}}", type: "Kind of {{path}}", removed: "Block {{path}}", name: "Name of {{path}}", inputs: "What feeds {{path}}" },
    gone: "removed", changed: "kept, with its changes", nothing: "nothing", unset: "default", out: "the output of {{path}}", outTop: "the output",
  },
  draft: { title: "Unsaved work was found", text: "An earlier visit could not save its last changes, made {{time}}. Take them up?", moved: "The design was saved since; both are put together.", take: "Take them up", drop: "Drop them", taken: "Your unsaved work is back." },
  session: {
    title: "Sign in to go on", text: "Your session has ended. Nothing is lost: your work stays on this page and is saved as soon as you have signed in.", name: "Username", password: "Password", submit: "Sign in and save", later: "Later", back: "Signed in. Your work is being saved.", lost: "The site does not answer. Try again in a moment.",
  },
  version: {
    title: "Versions", named: "Name this version", unnamed: "Version {{number}}", number: "version {{number}}", now: "now", saved: "saved", autosave: "autosaved", by: "by {{author}}", unsound: "not sound", parameters: "{{count}} parameters", more: "{{count}} more", fewer: "{{count}} fewer", loading: "Loading…", empty: "Nothing is saved yet.", older: "Show older ones", count_one: "{{count}} version", count_other: "{{count}} versions",
    rename: "Rename version {{number}}", name: "Name", note: "Note", keep: "Keep the name", cancel: "Cancel", kept: "Version {{number}} is called “{{name}}” now and is kept for good.", keptNone: "Version {{number}} has no name now.", help: "Autosaves of one sitting become one version; one with a name stays as it is.",
    compare: "What differs", compareOf: "What differs in version {{number}}", against: "Version {{number}} compared with", nowIs: "what is here now", beside: "Side by side", close: "Close the comparison",
    restore: "Restore", restoreOf: "Restore version {{number}}", restored: "Version {{number}} is back. Undo brings back what was here.",
  },
};
