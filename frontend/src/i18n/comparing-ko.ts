/** 학습 목록, 비교, 탐색 화면의 말 */
export const ko = {
  filters: "보여 줄 학습", search: "제목 검색", whose: "누구의 학습", mine: "내 학습", all: "볼 수 있는 모든 학습", state: "상태", anyState: "모든 상태", order: "순서",
  orders: { "-created_at": "최근 것부터", created_at: "오래된 것부터", title: "제목 순", val_loss: "검증 손실이 낮은 것부터", n_parameters: "매개변수가 적은 것부터" },
  compare_zero: "비교할 학습을 고르세요", compare_one: "비교하려면 하나 더 고르세요", compare_other: "{{count}}개 학습 비교", choose: "{{title}} 비교하기", chosen: "선택",
  runs: "학습", run: "학습", curve: "지금까지의 손실", spark: "{{step}}단계에서 손실 {{loss}}", none: "아직 학습한 것이 없습니다", noneText: "아키텍처와 글을 고르세요. 알맞은 옵션은 이미 정해져 있습니다.", noneLike: "이에 맞는 학습이 없습니다", noneLikeText: "위의 조건을 바꿔 보세요.", pages: "쪽", newer: "더 최근", older: "더 예전", pageOf: "{{of}}쪽 중 {{n}}쪽",
  board: "순위표", boardHelp: "제목을 누르면 그 순서로 놓입니다. 가장 낮은 손실이 두드러집니다.", best: "가장 낮음", otherText: "이 학습들은 서로 다른 글로 평가합니다. 손실로도 바이트당 비트로도 어느 쪽이 나은지 알 수 없습니다.", otherTokenizer: "이 학습들은 토크나이저가 서로 다릅니다. 손실이 아니라 바이트당 비트를 견주세요.", takeOut: "빼기", takeOutOf: "{{title}} 빼기",
  column: { n_parameters: "매개변수", flops: "학습 FLOPs", trained_s: "학습 시간", tokens_seen: "토큰", best_val_loss: "가장 낮은 검증 손실", val_loss: "검증 손실", bits_per_byte: "바이트당 비트" },
  scatter: "계산량에 따른 손실", scatterHelp: "점 하나가 학습 하나입니다. 왼쪽일수록 계산이 적고 아래일수록 더 배웠습니다. 토크나이저가 다르면 바이트당 비트로 보여 줍니다. 손실은 토크나이저가 같은 학습끼리만 견줄 수 있습니다.", scatterNone: "첫 평가와 함께 점이 보입니다.", pointBits: "{{title}}: {{flops}} FLOPs, 바이트당 {{loss}}비트", point: "{{title}}: {{flops}} FLOPs, 손실 토큰당 {{loss}} nat",
  options: "서로 다른 옵션", option: "옵션", sameOptions: "모든 옵션이 같습니다.", designs: "서로 다른 설계", noCurve: "아직 보고된 것이 없습니다.",
  choose2: "비교할 학습을 고르세요", choose2Text: "학습 목록에서 둘 이상을 골라 주세요.", toRuns: "학습 목록으로",
  share: "공유",
};
