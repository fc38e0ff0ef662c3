/** Words of drawing: commands, lists over the canvas, the clipboard. */
export const en = {
  command: {
    search: "Add a block…", connect: "Connect to…", remove: "Delete", gap: "Delete and leave a gap", copy: "Copy", cut: "Cut", paste: "Paste", duplicate: "Duplicate",
    all: "Choose all", nothing: "Choose nothing", undo: "Undo", redo: "Redo", left: "Align left sides", centre: "Align centres", right: "Align right sides",
    top: "Align tops", middle: "Align middles", bottom: "Align bottoms", across: "Spread evenly across", down: "Spread evenly down",
    arrange: "Arrange everything", card: "What this block is", find: "Find a block…", zoom: "Zoom to what is chosen", whole: "See the whole design", menu: "Open the menu", save: "Save now", keys: "Keyboard shortcuts",
  },
  align: "Align", search: "Add a block", connect: "Connect “{{name}}” to", find: "Find a block", keys: "Keyboard shortcuts",
  menu: { node: "Actions for the block", edge: "Actions for the edge", canvas: "Actions for the canvas" },
  found_one: "{{count}} found.", found_other: "{{count}} found.", nothing: "Nothing is called that.",
  pointer: {
    title: "With the mouse",
    box: "Hold Shift and drag to choose with a box.", also: "Hold Ctrl and press blocks to choose several.", free: "Hold Alt while you drag to move freely, without snapping to lines.",
    double: "Double-click the canvas to add a block there.", edge: "Drop a block on an edge to put it in between.", frame: "Drag a block into a frame, or out of it.",
    step: "The arrow keys move what is chosen; with Shift, further.",
  },
  heals: "Deleting a block that has one input closes the gap: what fed it feeds what came after. With Shift the gap stays.",
  refusal: {
    clip_nothing: "The clipboard holds no blocks. Copy some first.", clip_foreign: "What is on the clipboard is not from this editor. Copy blocks here, or the JSON of a design.",
    clip_version: "These blocks were copied in another version of the editor. Reload both pages and copy again.", clip_broken: "The blocks on the clipboard are damaged. Copy them again.",
    clip_many: "A design holds 5,000 blocks at most, and this would be more. Paste fewer.", clip_deep: "Frames go eight deep at most. Paste further out.",
    clip_denied: "The browser keeps the clipboard closed to menus. Press Ctrl+C, Ctrl+X or Ctrl+V instead.",
  },
  moved: "“{{name}}” is now in “{{frame}}”.", movedOut: "“{{name}}” is now outside, on the canvas.", tooDeep: "Frames go eight deep at most.",
  arrangeFailed: "The layout could not be loaded. Check the connection and try again.",
  edge: "Edge from {{from}} to {{to}}",
  aria: { // React Flow's own words
    "node.a11yDescription.default": "Press Enter or Space to choose a block, then the arrow keys to move it. Delete removes it, C connects it, Escape lets go.",
    "node.a11yDescription.keyboardDisabled": "Press Enter or Space to choose a block.",
    "edge.a11yDescription.default": "Press Enter or Space to choose an edge. Delete removes it, Escape lets go.",
    "controls.ariaLabel": "View",
    "controls.zoomIn.ariaLabel": "Zoom in",
    "controls.zoomOut.ariaLabel": "Zoom out",
    "controls.fitView.ariaLabel": "See the whole design",
    "minimap.ariaLabel": "Small map",
    "handle.ariaLabel": "End of a connection",
  },
};
