/** 두 설계를 비교하는 말; 페이지들이 `compare` 아래에 둡니다. */
import type { en } from "./compare-en";

export const ko: typeof en = {
  status: { added: "추가", removed: "제거", changed: "변경", same: "같음" },
  value: { none: "설정 안 함", on: "켬", off: "끔" },
  becomes: "다음으로 바뀜", sizes: "크기", blocks: "블록", edges: "연결", usedBy: "쓰는 블록", show: "그림에서 {{path}} 보기",
  inside_one: "안에 블록 {{count}}개", inside_other: "안에 블록 {{count}}개", within: "{{name}} 안",
  reordered: "입력의 순서가 다릅니다.",
  patterns: { before: "이전 층 패턴:", after: "이후 층 패턴:", none: "없음" },
  same: "다른 점이 없습니다.", sameModel: "같은 모델입니다. 그림이나 메모만 다릅니다.",
  pin: { in: "입력", out: "출력" }, title: "두 설계 비교", from: "기준", to: "비교 대상", swap: "좌우 바꾸기", send: "주소 복사", copied: "복사했습니다", open: "열기", openOf: "{{title}} 열기", by: "{{owner}}님의 설계", change: "{{title}}: 다른 설계 고르기",
  mode: "보는 방법", beside: "나란히", over: "한 그림에", legend: "초록과 +는 추가, 빨강과 −는 제거, 주황과 연필은 변경입니다.", view: "보기", zoomIn: "확대", zoomOut: "축소", whole: "설계 전체 보기", both: "{{a}}, {{b}}을(를) 한 그림에",
  differences: "다른 점", totals: "합계", difference: "차이", unsound: "아직 온전하지 않아 세지 못했습니다: {{titles}}",
  total: { parameters: "매개변수", parameters_without_embeddings: "임베딩 제외", active_parameters: "토큰당 활성", flops_per_token: "토큰당 FLOPs", kv_bytes_per_token: "토큰당 KV 캐시" },
  choose: "비교하기…", search: "설계와 프리셋 찾기", loading: "불러오는 중…", close: "닫기", preset: "프리셋", design: "설계", designOf: "{{owner}}님의 설계", version: "버전 {{number}}", parameters: "매개변수 {{count}}개",
  walk: {
    title: "고전 산책", invite: "고전 산책: GPT-2 → Llama → Qwen3 → Gemma 3", previous: "이전 단계", next: "다음 단계",
    step0: { title: "GPT-2 → Llama 3.2", text: "두 모델 사이에는 다섯 해가 있지만 큰 틀은 그대로입니다. 정규화, 어텐션, 더하기, 정규화, 피드포워드, 더하기입니다. 달라진 것은 부품입니다. GPT-2는 1,024줄짜리 표에서 위치를 찾아 더합니다. Llama는 위치에 비례하는 각도로 쿼리와 키를 돌려 어텐션이 거리를 보게 하고, 이를 늘여 131,072토큰까지 다룹니다. 평균을 빼고 편향을 더하던 층 정규화는 크기만 맞추는 RMS 정규화가 되었습니다. 더 싸고 성능은 그대로입니다. GELU 피드포워드는 SwiGLU가 되어, 세 번째 행렬이 채널마다 얼마나 통과시킬지 정합니다. 편향은 사라졌습니다. 쿼리 헤드 32개가 키·값 헤드 8개를 나누어 쓰므로, 글을 쓰는 동안 늘어나는 캐시가 4분의 1이 됩니다." },
    step1: { title: "Llama 3.2 → Qwen3", text: "Qwen3는 Llama의 블록을 그대로 쓰면서 어텐션을 더 안정되게 만듭니다. 쿼리와 키를 회전하기 전에 하나하나 RMS 정규화를 합니다. 길이가 걷잡을 수 없이 커지지 않으므로 점수가 학습이 무너지지 않는 범위에 머뭅니다. 헤드 너비는 스트림과 상관없이 128입니다. 헤드 16개면 1,024채널 스트림에서 2,048채널이 나옵니다. 이 작은 모델은 더 좁고 깊어서 16층 대신 28층이며, 회전을 늘이는 대신 더 천천히 돌려(theta 100만) 긴 글을 다룹니다." },
    step2: { title: "Qwen3 → Gemma 3", text: "Gemma 3는 한 층이 글 전체를 얼마나 자주 보아야 하는지를 묻습니다. 잇따른 다섯 층은 최근 512토큰만 돌아보고, 그다음 한 층이 전체를 봅니다. 가까이 보는 층은 빠르게(theta 10,000), 전체를 보는 층은 천천히 회전합니다. 긴 글에서는 캐시 대부분이 절약됩니다. 각 부분은 앞뒤로 정규화되므로 스트림에 더해지는 값의 크기가 일정하고, 정규화 가중치는 1과의 차이로 저장됩니다. 게이트는 다시 GELU를 쓰고, 키·값 헤드 하나가 쿼리 헤드 넷을 모두 맡으며, 임베딩에는 너비의 제곱근을 곱합니다. 어휘가 262,144개라서 이 작은 모델에서는 임베딩 표가 약 63 %를 차지합니다." },
  },
};
