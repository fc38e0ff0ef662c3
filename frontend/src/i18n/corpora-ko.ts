import type { en } from "./corpora-en";

export const ko: typeof en = {
  add: "글 추가하기", ways: { upload: "올리기", hub: "Hugging Face", generated: "생성한 이야기" },
  title: "제목", titleAuto: "자동", language: "언어", languages: { en: "영어", ko: "한국어", other: "다른 언어" },
  files: "파일", filesHelp: "글(.txt, .md), 표(.jsonl, .csv, .parquet), 또는 이것들의 .zip을 올릴 수 있습니다. UTF-8, UTF-16, 한국어 CP949를 읽습니다. 일반 글에서는 <|endoftext|> 줄이 문서를 나눕니다. 몇백 킬로바이트면 시작할 수 있고, 5메가바이트면 좋습니다.",
  column: "글이 있는 열", columnHelp: "표에만 씁니다. 비워 두면 “text”, “content”, “document”, “본문”이라는 열을 씁니다.", optional: "선택",
  upload: "올리고 준비하기", uploading: "올리는 중: {{percent}}%",
  catalogue: "작은 모델에 알맞은 잘 알려진 데이터 세트", use: "고르기", rowsAll: "{{n}}행", rowAll: "한 행", aboutMb: "약 {{n}}MB", own: "또는 아무 데이터 세트나 이름으로",
  dataset: "데이터 세트", datasetHelp: "허브에 적힌 대로 소유자/이름으로 쓰세요.", config: "구성", configHelp: "비워 두면 하나뿐인 구성을 씁니다.", split: "분할", columns: "글이 있는 열", columnsHelp: "쉼표로 나누어 쓰세요. 여럿이면 빈 줄을 사이에 두고 잇습니다.",
  rows: "최대 행 수", rowsHelp: "첫 모델에는 이야기 20,000개면 충분합니다. 거기까지만 읽습니다.", streaming: "한 행씩 읽기", streamingHelp: "필요한 만큼만 가져옵니다. 끄면 데이터 세트 전체를 먼저 가져옵니다.", fetch: "가져와서 준비하기",
  generator: "이야기 언어", size: "크기(메가바이트)", sizeHelp: "여기서 몇 초 만에 씁니다. 매개변수 백만 개의 모델에도 쉬운 글입니다. 1에서 1,000까지.", seed: "시드", seedHelp: "시드가 다르면 이야기도 다릅니다.", write: "이야기 쓰기", busy: "잠시만요…",
  preparation: "준비", preparing: "글을 준비하고 있습니다. 이 페이지를 떠나도 됩니다.", downloading: "데이터 세트 전체를 내려받고 있습니다. 그런 다음 행을 읽습니다. 이 페이지를 떠나도 됩니다.", fetching: "데이터 세트를 가져오고 있습니다. 이 페이지를 떠나도 됩니다.", soFar: "지금까지 문서 {{documents}}개, {{size}}", waiting: "빈자리를 기다립니다. 저절로 시작합니다.", firstUse: "처음 쓸 때 준비합니다.", failed: "이 글을 준비하지 못했습니다.", retry: "다시 시도", again: "가져올 내용 바꾸기",
  facts: "숫자로 보기", sizeWord: "크기", characters: "글자 수", documents: "문서", different: "서로 다른 글자", learn: "학습용", hold: "검증용",
  splitTitle: "학습과 검증", splitDocuments: "문서 {{train}}개로 학습하고, {{val}}개는 모델을 검증하려고 따로 둡니다. 내용으로 고르므로 같은 문서나 똑같은 사본이 양쪽에 놓이지 않습니다.", splitEnd: "서로 다른 문서가 너무 적어 문서를 통째로 따로 둘 수 없으므로 글의 마지막 {{percent}}%를 따로 둡니다. 같은 부분이 양쪽에 놓이지 않습니다.",
  scripts: "문자", scriptsHelp: "글자 가운데 차지하는 비율입니다.", script: { Latin: "로마자", Hangul: "한글", Han: "한자", Kana: "가나", Cyrillic: "키릴 문자", Greek: "그리스 문자", Arabic: "아랍 문자", Hebrew: "히브리 문자", Devanagari: "데바나가리", Thai: "타이 문자", Other: "다른 문자" }, noLetters: "글자가 없습니다.",
  lengths: "문서 길이", lengthsHelp: "글자 수로 가장 짧은 것은 {{shortest}}, 절반은 {{median}} 이하, 가장 긴 것은 {{longest}}입니다.", lengthsAxis: "{{from}}~{{to}}자: {{n}}",
  frequent: "가장 잦은 글자", words: "가장 잦은 낱말", times: "{{n}}번",
  warnings: "살펴볼 것", sound: "똑같은 문서도 깨진 문서도 없습니다. 이상한 점이 없는 글입니다.", show: "보기", clean: "빼고 사본 만들기", cleanAll: "정리한 사본 만들기",
  preview: "문서", first: "처음", random: "무작위", draw: "다시 뽑기", number: "{{n}}번 · {{characters}}자", cut: "… {{n}}자 더 있음", named: "보기", none: "보여 줄 것이 없습니다.",
  perTokenizer: "토큰으로 보기", perTokenizerHelp: "토크나이저마다 이 글을 토큰 몇 개로 나누는지 보여 줍니다. 이미 나눈 적이 있으면 센 값이고, 아니면 일부로 어림한 값입니다.", tokenizer: "토크나이저", vocabulary: "어휘", tokens: "토큰", perToken: "토큰당 글자", noTokenizers: "준비된 토크나이저가 없습니다.", makeTokenizer: "토크나이저 만들기",
  origin: { hub: "Hugging Face 허브: {{dataset}}", config: "구성 {{config}}", split: "분할 {{split}}", columns: "열 {{columns}}", rows: "최대 {{n}}행", names: "올린 파일: {{names}}", generator: "여기서 쓴 글, 시드 {{seed}}", book: "퍼블릭 도메인 책", corpus: "다른 말뭉치를 정리한 사본" },
};
