/** 안내 여행의 말; 편집기가 `tour` 아래에 둡니다. */
import type { en } from "./tour-en";

export const ko: typeof en = {
  label: "안내 여행", offer: "열 단계로 GPT 만들기", step: "{{total}}단계 중 {{number}}단계: {{title}}", steps: "여행의 단계", leave: "여행 그만두기", fold: "여행 작게 보기", unfold: "여행 펼치기",
  done: "완료", open: "할 일", show: "어디인지 보기", back: "다음 할 일로",
  tokens: { title: "단어를 숫자로", text: "모델은 토큰 번호를 읽고 벡터로 계산합니다. 토큰 임베딩은 토큰마다 한 줄이 있는 표이며, 여기서 단어의 뜻을 배웁니다. 블록 목록에서 누르세요." },
  positions: { title: "단어가 놓인 자리", text: "어텐션만으로는 단어의 순서를 알 수 없어 “개가 사람을 문다”와 “사람이 개를 문다”가 같아 보입니다. GPT-2는 자리마다 학습한 벡터를 하나씩 더해 순서를 알려 줍니다." },
  layers: { title: "한 층을 여러 번", text: "GPT는 한 가지 층을 되풀이한 것입니다. Repeat 안에 한 번만 그리면 층마다 저마다의 가중치를 가집니다. 깊이가 있어야 뒤의 층이 앞의 층이 찾은 것 위에 쌓을 수 있습니다." },
  attention: { title: "어텐션과 돌아가는 길", text: "정규화는 숫자를 학습하기 좋은 크기로 맞추고, 어텐션은 토큰이 앞선 토큰에서 정보를 가져오게 합니다. Add는 그 결과를 옆으로 지나가는 스트림에 더합니다. 이 잔차 연결 덕분에 깊은 모델도 학습됩니다. 틀의 입력에서 Add까지 직접 이어 보세요." },
  feedForward: { title: "단어마다 생각하기", text: "토큰끼리 정보를 나눈 뒤, 피드포워드가 토큰 하나하나를 다룹니다. 넓혔다가 활성화하고 다시 좁힙니다. 모델의 지식은 대부분 여기에 있습니다. 이번에도 앞에 정규화, 뒤에 Add, 그리고 돌아가는 길을 두세요." },
  finalNorm: { title: "마지막 정규화", text: "층마다 스트림에 더했으므로 값이 커져 있습니다. Repeat 뒤의 정규화가 읽기 전에 크기를 맞춥니다. Repeat 틀을 고른 다음 정규화를 누르세요." },
  head: { title: "다시 단어로", text: "출력 헤드는 어휘의 토큰마다 다음에 올 점수를 매깁니다. GPT-2는 임베딩의 표를 그대로 씁니다(묶기). 매개변수가 약 4분의 1 줄고, 한 단어를 읽을 때와 쓸 때의 뜻이 같아집니다." },
  parts: { title: "GPT-2가 고른 부품", text: "블록은 요즘 흔한 값으로 시작합니다. GPT-2는 2019년 모델이라 편향이 있는 층 정규화, 어텐션과 피드포워드의 편향, 게이트 없는 GELU를 씁니다. 아래 줄을 누르면 해당 칸으로 갑니다." },
  sizes: { title: "GPT-2 small의 크기", text: "너비, 깊이, 헤드 수가 모델의 비용을 정합니다. 위쪽의 매개변수가 1억 2,400만 개까지 늘어나는 것을 보세요. 문맥 길이는 얼마나 뒤돌아볼 수 있는지입니다. 설계의 크기는 아무 블록도 고르지 않았을 때 보입니다." },
  check: { title: "정말 GPT-2일까요?", text: "사이트가 모든 모양을 검사하고, 어느 토큰도 미래를 보지 못하는지 확인했습니다. 지문은 블록 이름과 상관없이 설계가 계산하는 것의 해시입니다. 프리셋의 지문과 같아야 합니다." },
  finished: { title: "GPT-2 small을 만들었습니다", text: "블록도 크기도 모두 같아서 지문이 일치합니다. 매개변수 1억 2,400만 개는 수업 시간에 노트북으로 학습할 수 없지만, 같은 설계를 수업용 크기로 줄이면 몇 분 만에 배웁니다.", compare: "GPT-2 small과 비교하기", train: "작게 학습하기", llama: "Llama가 바꾼 것 보기" },
  task: {
    tok: "토큰 임베딩", tokIn: "입력이 들어옵니다", pos: "학습 위치", posAfter: "임베딩 뒤에 옵니다", repeat: "Repeat(반복)", repeatAfter: "위치 뒤에 옵니다",
    norm1: "틀 안 입력에 정규화", attn: "그 뒤에 어텐션", add1: "어텐션 뒤에 Add", around1: "틀의 입력에서 Add까지 연결",
    norm2: "Add 뒤에 정규화", ffn: "그 뒤에 피드포워드", add2: "그 뒤에 Add", around2: "첫 Add에서 둘째 Add까지 연결", layerOut: "틀의 출력으로 나갑니다",
    norm: "Repeat 뒤에 정규화", head: "그 뒤에 출력 헤드", headOut: "출력으로 나갑니다", tie: "tie_to: 임베딩",
    layerNorm: "정규화: kind layer", normEps: "정규화: eps 1e-5", normBias: "정규화: bias 켬", qkvBias: "어텐션: qkv_bias 켬", outBias: "어텐션: out_bias 켬", notGated: "피드포워드: gated 끔", gelu: "피드포워드: gelu_tanh", ffnBias: "피드포워드: bias 켬",
    width: "d_model = 768", context: "context_length = 1024", table: "위치 1,024개", vocabulary: "vocab_size = 50257", count: "12층", heads: "헤드 12개", dff: "d_ff = 3072",
    sound: "검사에서 문제가 없습니다", equal: "지문이 GPT-2 small과 같습니다",
  },
};
