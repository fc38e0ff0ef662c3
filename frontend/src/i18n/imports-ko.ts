export const ko = {
  bring: {
    dropTitle: "모델을 여기에 놓으세요",
    dropText: "config.json이나 설계는 캔버스에서 열립니다. Hugging Face 폴더 전체(.zip, .tar.gz도 됩니다)는 글을 쓰고 이어서 학습할 수 있는 모델이 됩니다.",
    files: "파일 고르기", folder: "폴더 고르기", limits: "가중치는 safetensors만 받습니다. 피클(.bin, .pt)은 열지 않습니다.",
    hubTitle: "또는 Hugging Face 허브에서 받기", hub: "허브 이름", hubHint: "소유자/이름", fetch: "모델 받기", fetchDesign: "설계만",
    nothing: "이 파일들 가운데 읽을 수 있는 것이 없습니다. 모델에는 적어도 config.json이 있어야 합니다.",
    sending: "{{name}} 보내는 중…", cancel: "취소", dismiss: "치우기", list: "가져온 모델", empty: "아직 가져온 것이 없습니다.",
    state: { waiting: "차례를 기다리는 중", working: "읽는 중", ready: "준비됨", failed: "거절됨" },
    progress: "{{name}} 진행", keeps: "이 페이지를 닫아도 계속됩니다.",
    openModel: "글 쓰게 하기", openDesign: "캔버스에서 열기", train: "이어서 학습", untitled: "모델", asDesign: "가중치가 없어 설계만 만들었습니다.",
  },
} as const;
