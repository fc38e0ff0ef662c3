"""The names of the files in a model folder. No torch: the web process reads these too."""

WEIGHTS = "model.safetensors"
DESIGN = "design.json"
TOKENIZER = "tokenizer.json"
REPORT = "report.json"
