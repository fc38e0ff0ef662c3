/** What the choices of an option are called; pages put them under `choice`. */
export const en = {
  yes: "yes", no: "no",
  optimizer: { muon: "Muon", adamw: "AdamW", adam: "Adam", sgd: "SGD" },
  schedule: { cosine: "Cosine", linear: "Straight line", constant: "Constant", wsd: "Constant, then down (WSD)" },
  precision: { fp32: "32-bit (fp32)", bf16: "16-bit (bf16)" },
  compile: { auto: "Automatic", on: "Always", off: "Never" },
  strategy: { ddp: "Each holds all of it (DDP)", fsdp: "Each holds a part (FSDP)" },
  device: { cpu: "CPU", gpu: "GPU", numbered: "GPU {{n}}" },
};
