/** Words of comments on the canvas. */
export const en = {
  add: "Comment", addHelp: "A note on the canvas; it changes nothing about the model.", label: "Comment: {{text}}", text: "Text of the comment", placeholder: "What is worth knowing here?",
  colour: "Colour", colours: { yellow: "Yellow", green: "Green", blue: "Blue", pink: "Pink", grey: "Grey" }, remove: "Delete the comment",
  larger: "Make the comment larger", smaller: "Make the comment smaller", many: "A design holds {{count}} comments at most. Delete one first.",
};
