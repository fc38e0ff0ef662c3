export const ko = {
  over: "놓으면 가져옵니다", overDesign: "설계(JSON)는 지금 설계를 대신하거나 새 설계로 열립니다. 놓은 뒤에 고릅니다.", overNew: "설계(JSON)는 내 새 설계로 열립니다.",
  overConfig: "공개된 모델의 config.json은 설계가 됩니다.", overFolder: "Hugging Face 폴더나 .zip, .tar.gz는 가중치까지 갖춘 모델이 됩니다.",
  title: { ask: "가져오기", reading: "“{{name}}” 읽는 중…", design: "“{{name}}”은(는) 설계입니다", model: "“{{name}}”은(는) 모델입니다", sending: "“{{name}}” 보내는 중…", sent: "“{{name}}”을(를) 받았습니다", refused: "가져올 수 없습니다" },
  dropToo: "페이지 어디에나 끌어다 놓아도 됩니다.", safe: "가중치는 safetensors만 받습니다. 피클은 열지 않습니다.",
  file: "파일 고르기", folder: "폴더 고르기", hub: "허브에서 받기", cancel: "취소", close: "닫기", again: "다른 것 고르기", stay: "여기 있기",
  reading: "잠시만 기다리세요…", isDesign: "여기에서 내보낸 “{{title}}”입니다.", isConfig: "{{family}} 계열의 “{{title}}” 모델을 설명하는 파일입니다.", choose: "캔버스의 설계를 바꿀까요, 새 설계로 열까요? 바꾸기는 한 단계이므로 실행 취소로 되돌릴 수 있습니다.",
  untitled: "설계", replace: "이 설계 바꾸기", new: "새 설계로 열기", replaced: "“{{title}}”을(를) 캔버스에 올렸습니다. 실행 취소를 누르면 전에 있던 설계가 돌아옵니다.",
  isModel_one: "파일 {{count}}개, {{size}}입니다. 확인을 거쳐 글을 쓰고 이어서 학습할 수 있는 모델이 됩니다.", isModel_other: "파일 {{count}}개, 모두 {{size}}입니다. 확인을 거쳐 글을 쓰고 이어서 학습할 수 있는 모델이 됩니다.",
  onlyDesign: "설계만", model: "모델 가져오기", sent: "지금 읽고 있습니다. 다른 일을 하셔도 저절로 계속됩니다.", follow: "진행 상황 보기",
  refused: "“{{name}}”: {{why}}", large: "“{{name}}”은(는) 2MB보다 큽니다. 설계나 config.json은 이보다 작습니다.", nothing: "“{{name}}”에는 여기에서 읽을 수 있는 것이 없습니다.", empty: "폴더가 비어 있습니다.",
  accepted: "읽을 수 있는 것: 여기에서 내보낸 설계(JSON), config.json, config.json과 safetensors가 든 Hugging Face 폴더 하나(.zip, .tar.gz도 됩니다).",
};
