/** Words of the editor's panels; the shell puts them under `panels`. */
export const en = {
  fix: { fix: "Fix", label: "Fix: {{what}}", set: "set {{attr}} to {{value}}", unset: "leave {{attr}} out", rename: "call {{attr}} {{value}}", connect: "connect {{value}}", disconnect: "cut {{value}}", reconnect: "keep {{value}} once", remove: "delete {{name}}", bypass: "delete {{name}} and close the gap", insert: "put a {{type}} on {{value}}", join: "put an Add before {{name}}" },
  wrong: {
    needed: "A value is needed here.",
    number: "“{{text}}” is not a number. Write digits, such as 128 or 1e-6, or $ and the name of a size.",
    whole: "A whole number is needed here.",
    bounds: "That is outside what is allowed: {{bounds}}.",
    noSize: "There is no size “{{name}}”. Add it to the design's sizes, or write a value.",
    sizeType: "The size “{{name}}” is {{value}}, which does not fit here. Choose another, or write a value.",
    sizeBounds: "The size “{{name}}” is {{value}}, outside what is allowed: {{bounds}}.",
    notGroup: "This holds {{value}}, not a group of settings. Switch it off and on to start afresh.",
    unknownParam: "This block has no such parameter. Remove it.",
  },
  bounds: {
    from: "{{low}} or more", above: "more than {{low}}", to: "{{high}} or less", below: "less than {{high}}",
    fromTo: "{{low}} to {{high}}", fromBelow: "{{low}} or more, less than {{high}}",
    aboveTo: "more than {{low}}, up to {{high}}", aboveBelow: "more than {{low}}, less than {{high}}",
  },
  unit: { channels: "channels", tokens: "tokens", layers: "layers" },
  field: {
    required: "required", kept: "Not taken over: {{value}} still holds. Esc puts it back.", unset: "nothing",
    reset: "{{name}}: back to the default ({{value}})", resetNothing: "{{name}}: back to the default (nothing)",
    useSize: "Use a size for {{name}}", pickSize: "A size of the design…", behind: "= {{value}}",
    unlink: "{{name}}: write a value instead of a size", automatic: "automatic", inferred: "follows from the wiring", remove: "Remove {{name}}",
    on: "on", off: "off", other: "Written as JSON. Export the design to change it.",
  },
  inspector: {
    title: "Block", name: "Name", nameHelp: "Letters, digits and _; a letter first.", duplicate: "Duplicate", remove: "Delete", parameters: "Parameters",
    noParameters: "This block has nothing to set.", unknown: "There is no block “{{type}}” here, so its parameters cannot be explained. They are kept as they are; delete the block or choose one from the palette.",
    raw: "Parameters as written", insideRepeat: "× {{count}} layers", costs: "What it costs",
  },
  cost: {
    training: "Memory to train", parameters: "Parameters", each: "{{count}} × {{value}}", copies: "in {{count}} layers", flops: "Compute per token", kv: "KV cache per token", shape: "Output shape",
    pending: "Counted as soon as the design is sound.", flopsUnit: "{{value}} FLOPs", exactParameters: "{{value}} parameters", exactFlops: "{{value}} floating-point operations per token", exactBytes: "{{value}} bytes",
    shapeWords: "B: texts at a time, T: tokens of a text, then channels",
  },
  design: {
    title: "Design", name: "Title", nameNeeded: "A title is needed.", sizes: "Sizes", sizesHelp: "Numbers with a name. Blocks use them as $name, so that one change reaches all.", noSizes: "No sizes yet. Add one, such as d_model, and use it in several blocks.",
    cache: "Cache of a full text", active: "Active per token", totals: "Totals", withoutEmbeddings: "Without embeddings", training: "Memory to train", totalParameters: "Parameters", kv: "KV cache per token", flops: "Compute per token",
    pending: "The totals appear as soon as the design is sound.",
  },
  size: {
    name: "Name of size {{name}}", value: "Value of {{name}}", type: "Type of {{name}}", remove: "Remove {{name}}", add: "Add a size", newName: "Name of the new size", newValue: "Value of the new size", placeholder: "d_model", valuePlaceholder: "128",
    types: { number: "number", string: "text", boolean: "yes/no" }, yes: "yes", no: "no",
    nameForm: "Start with a letter; use letters, digits and _, at most 64.", nameTaken: "There is a size “{{name}}” already. Choose another name.", nameNeeded: "Give the size a name.", number: "A number is needed here, such as 128.",
    renamed: "Blocks that use ${{from}} are changed to ${{to}}.",
  },
  patterns: {
    title: "Layer patterns", help: "Let some layers differ from the others.", none: "All layers are alike.", add: "Add a pattern", remove: "Remove pattern {{number}}", pattern: "Pattern {{number}}",
    way: "Layers follow", cycle: "a cycle", list: "a list", ranges: "ranges", toList: "Turn into a list", rangeLine: "layers {{range}}: {{name}}", rest: "the rest: {{name}}", restPlain: "the rest: as drawn",
    cycleHelp: "The cycle starts again after its last step.", listHelp: "One variant for each layer.", step: "Step {{number}}", layer: "Layer {{number}}", addStep: "Add a step", removeStep: "Remove the last step", fit_one: "Fit to {{count}} layer", fit_other: "Fit to {{count}} layers",
    lengths: "The list has {{length}} entries, but there are {{count}} layers.", variants: "Variants", variantName: "Name of variant {{name}}", addVariant: "Add a variant", removeVariant: "Remove variant {{name}}", asDrawn: "as drawn",
    block: "Block", param: "Parameter", value: "Value", addOverride: "Change a parameter", removeOverride: "Remove {{what}}", overview: "Layers in order", broken: "The patterns of this block are not in a form that can be drawn. They are kept as they are.", removeAll: "Remove all patterns",
    variantTaken: "There is a variant “{{name}}” already. Choose another name.", variantNeeded: "A variant needs a name.",
    noBlocks: "Put blocks into the Repeat first.", wholeNode: "type",
  },
  palette: {
    title: "Blocks", search: "Search blocks", placeholder: "Search blocks", clear: "Clear the search", add: "Add {{title}}", drag: "Drag a block onto the canvas, or press Enter to add it.", disabled: "This design can only be read. Make a copy to change it.",
    nothing: "No block is called “{{query}}”.", nothingHelp: "Try another word, such as “norm” or “attention”, or clear the search.", found_one: "{{count}} block", found_other: "{{count}} blocks",
    category: { embedding: "Embeddings", mixer: "Between tokens", channel: "Within a token", norm: "Normalisation", plumbing: "Plumbing", container: "Containers", output: "Output" },
  },
  problems: {
    title: "Problems", sound: "All sound", soundHelp: "The design can be trained.", checking: "Checking…", waiting: "Not checked yet.", waitingHelp: "The check runs by itself after every change.",
    error_one: "{{count}} error", error_other: "{{count}} errors", warning_one: "{{count}} warning", warning_other: "{{count}} warnings", info_one: "{{count}} note", info_other: "{{count}} notes",
    go: "Show {{path}}", whole: "the whole design", groups: { error: "Errors", warning: "Warnings", info: "Notes" },
  },
} as const;
