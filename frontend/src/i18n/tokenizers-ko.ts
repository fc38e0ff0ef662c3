import type { en } from "./tokenizers-en";

export const ko: typeof en = {
  list: "토크나이저", none: "아직 토크나이저가 없습니다", noneText: "아래에서 만드세요. 1~2초면 글을 어떻게 나누는지 볼 수 있습니다.",
  kind: { bpe: "낱말 조각(BPE)", characters: "글자", bytes: "바이트", tiktoken: "공개된 것", huggingface: "공개된 것" },
  from: "{{title}}에서 배움", ids: "id {{n}}개", waiting: "차례를 기다림", working: "배우는 중", failed: "실패", ready: "준비됨", open: "열기",
  make: "토크나이저 만들기", kindLabel: "종류", kindHelp: { bpe: "이 글에 잦은 조각을 배웁니다. 처음에 알맞습니다.", characters: "이 글의 글자마다 id 하나를 둡니다.", bytes: "id 256개로, 모르는 글이 없습니다.", tiktoken: "큰 모델의 표를 네트워크에서 한 번 가져옵니다." },
  corpus: "배울 말뭉치", table: "표", vocab: "어휘", vocabHelp: "id 257~65,536개입니다. 매개변수 백만 개의 모델에는 1,024가 알맞고, 한국어는 더 많으면 좋습니다.", title: "제목", automatic: "자동", create: "만들기", creating: "잠시만요…", noCorpora: "아직 글이 없습니다.",
  text: "나의 글", textHelp: "아무 글이나 쓰세요. 쓰는 대로 나눕니다.", sample: "옛날 옛적에 작은 여우가 숲속에 살았어요. Once upon a time, a little fox lived in the forest. 🦊",
  cuts: "글을 나누는 모습", showIds: "id 보기", count: "글자 {{characters}}개({{bytes}}바이트)를 토큰 {{tokens}}개로: 토큰당 {{ratio}}자", unknown: "이 글자들을 몰라서 뺍니다: {{characters}}", piece: "id {{id}}, 바이트 {{bytes}}", part: "글자의 일부: 바이트 {{bytes}}", partsHelp: "점선 조각은 글자의 일부입니다. 글자의 바이트가 나뉘어 있습니다.", empty: "글을 쓰면 나눈 모습이 보입니다.",
  slider: "병합 {{total}}번 가운데 {{n}}번 뒤의 어휘", sliderHelp: "왼쪽으로 끌면 나중 병합을 배우기 전의 모습이 보입니다.", all: "모든 병합", bytesOnly: "바이트만",
  reading: "텍스트를 읽으며 쌍을 세고 있습니다. 다 읽으면 병합이 한꺼번에 나타납니다.", merges: "배운 차례대로 본 병합", mergesHelp: "그때 가장 잦던 쌍을 하나씩 잇습니다.", counted: "배운 글의 처음 {{n}}자에서 세었습니다.", uncounted: "여기서 배운 어휘가 아니어서 쌍이 몇 번 나왔는지 알 수 없습니다.", n: "번호", pair: "쌍", becomes: "결과", times: "횟수", id: "id", more: "더 보기", soFar: "병합 {{total}}번 가운데 {{n}}번", inText: "표시: 나의 글에서 쓰인 병합", preparing: "만들고 있습니다. 이 페이지를 떠나도 됩니다.", retry: "다시 시도",
  compare: "다른 것과 견주기", onText: "나의 글에서", onCorpus: "말뭉치에서", compareHelp: "토큰당 글자가 많을수록 모델에게 글이 짧아집니다. 더 멀리 보고 한 번에 더 많이 배웁니다.", chosen: "견줌", tokenizer: "토크나이저", vocabulary: "어휘", tokens: "토큰", perToken: "토큰당 글자", bytesPerToken: "토큰당 바이트", unknownCount: "모르는 글자", estimate: "일부로 어림한 값", noCorpus: "없음: 나의 글만",
  share: "공유", remove: "삭제", removeTitle: "“{{title}}”을(를) 삭제할까요?", removeText: "이것을 쓰는 모델은 제 사본을 지닙니다.", train: "이것으로 학습하기",
};
