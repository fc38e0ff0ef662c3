/** Words of frames that repeat: folding, the strip of layers, wrapping and unwrapping. */
export const en = {
  fold: "Fold {{name}}", open: "Open {{name}}", folded: "“{{name}}” is folded.", opened: "“{{name}}” is open.",
  layers_one: "{{count}} layer", layers_other: "{{count}} layers", some: "{{count}} × {{name}}",
  wrap: {
    done: "“{{name}}” repeats what you chose {{count}} times. The count stands in the details.",
    nothing: "Choose the blocks to repeat first.", scopes: "The chosen blocks lie in different frames. Choose blocks of one frame.",
    inputs: "A Repeat has one input, but these blocks are fed from several places: {{names}}. Choose one chain, with everything that joins it.",
    outputs: "A Repeat has one output, but these blocks feed others in several places: {{names}}. Choose one chain, up to the block where it ends.",
    kind: "A Repeat carries the stream from layer to layer, but at “{{name}}” there are {{kind}}. Leave that block out.",
    varied: "“{{name}}” is changed by a pattern of “{{frame}}”, which would not reach it any more. Remove that change first.",
    tied: "“{{name}}” shares its weights with “{{other}}”. Both must stay in one frame.", deep: "Frames go eight deep at most.",
  },
  unwrap: {
    done: "The blocks of “{{name}}” stand on their own now.",
    oneLeft: "One layer is left, the first of {{count}} in “{{name}}”. To keep all, undo and choose “Unroll into single layers”.",
    unrolled_one: "{{count}} layer of “{{name}}” stands on its own now.", unrolled_other: "The {{count}} layers of “{{name}}” stand one after the other now, each with its variants applied.",
    notRepeat: "“{{name}}” is not a Repeat.", varied: "“{{name}}” is changed by a pattern of “{{frame}}”. Remove that change first.",
    count: "Nobody knows how many layers “{{name}}” has. Give it a count first.", many: "That would be {{count}} blocks; {{most}} at most stay readable. Lower the count first.",
  },
  strip: {
    title: "Layers", help: "Choose a layer to see what differs there. Layers are counted from 0, as in PyTorch.", layer: "Layer {{number}}", layerOf: "Layer {{number}}: {{name}}",
    runs: "layers {{runs}}", run: "layer {{runs}}", same: "Built as drawn.", differs: "What differs in layer {{number}}",
    param: "{{what}} is {{to}} instead of {{from}}", paramDefault: "{{what}} is {{to}} instead of the default, {{from}}", type: "{{block}} is a {{to}} instead of a {{from}}", typeParams: "with {{params}}",
    blocks: "other blocks", nothing: "nothing", unknown: "The layers can be drawn once the count is known.",
  },
  recipe: {
    title: "Start from", every: "Every n-th layer", first: "The first layers", from: "From a layer on", ends: "First and last", number: "n", apply: "Make the pattern",
    everyHelp: "Every {{n}}th layer is of another kind: layers {{layers}}, …", firstHelp: "The first {{n}} layers are of another kind.", fromHelp: "From layer {{n}} on, layers are of another kind.", endsHelp: "The first and the last layer are of another kind.",
    usual: "usual", special: "special", needCount: "A whole number from {{low}} to {{high}}.",
  },
  change: { title: "Change a parameter", block: "Block", param: "Parameter", pick: "Choose…", type: "type (another block)", back: "As drawn", backOf: "{{what}}: as drawn again", drawn: "drawn: {{value}}", gone: "There is no block “{{name}}” here any more. Remove this change." },
  range: { from: "Layers", add: "Add a range", remove: "Remove range {{range}}", variant: "Variant of layers {{range}}", text: "Layers of range {{number}}", rest: "All others", asDrawn: "as drawn", bad: "“{{range}}” names no layer. Write 0-2, 3- or 5, from 0 to {{last}}.", taken: "There is a range “{{range}}” already.", help: "0-2: layers 0, 1 and 2; 3-: from layer 3 on; 5: layer 5 alone. Of ranges that overlap, the narrowest counts." },
};
