/** 옵션의 선택지를 부르는 말 */
export const ko = {
  yes: "예", no: "아니요",
  optimizer: { muon: "Muon", adamw: "AdamW", adam: "Adam", sgd: "SGD" },
  schedule: { cosine: "코사인", linear: "직선", constant: "일정", wsd: "일정하다가 내림 (WSD)" },
  precision: { fp32: "32비트 (fp32)", bf16: "16비트 (bf16)" },
  compile: { auto: "자동", on: "항상", off: "안 함" },
  strategy: { ddp: "장치마다 전체 (DDP)", fsdp: "장치마다 일부 (FSDP)" },
  device: { cpu: "CPU", gpu: "GPU", numbered: "GPU {{n}}" },
};
