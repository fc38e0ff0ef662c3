export const ko = {
  add: "메모", addHelp: "캔버스에 붙이는 메모입니다. 모델은 그대로입니다.", label: "메모: {{text}}", text: "메모 내용", placeholder: "무엇을 적어 둘까요?",
  colour: "색", colours: { yellow: "노랑", green: "초록", blue: "파랑", pink: "분홍", grey: "회색" }, remove: "메모 삭제",
  larger: "메모 크게", smaller: "메모 작게", many: "메모는 디자인마다 {{count}}개까지입니다. 먼저 하나를 지우세요.",
};
