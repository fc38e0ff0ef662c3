/** 탐색 화면의 말 */
export const ko = {
  parallel: "어떤 값이 어디에 이르렀는지", parallelHelp: "선 하나가 학습 하나입니다. 제 값을 지나 손실에서 끝납니다. 푸를수록 낮고, 가장 굵은 선이 가장 좋습니다.", parallelNone: "첫 평가와 함께 선이 보입니다.",
  trials: "이 탐색의 학습", compareAll: "좋은 것끼리 비교", stopAll: "모두 멈추기", stopTitle: "탐색 전체를 멈출까요?", stopText: "진행 중인 학습은 체크포인트를 저장하고 멈추며, 더는 대기열에 넣지 않습니다.", stoppedAll: "멈춤", forget: "탐색만 삭제하고 학습은 두기",
  endedOf: "학습 {{of}}개 중 {{n}}개가 끝났습니다", bestRun: "지금까지 가장 좋은 학습:", waits: "자리를 기다림", gone: "삭제됨", notStarted: "시작하지 않음",
  drawnWith: "시드 {{seed}}(으)로 뽑음", minutesEach: "학습마다 걸리는 분", varies: "무엇을 바꿀까요", method: "방법", grid: "모든 조합", random: "무작위로 뽑기", gridHelp: "줄마다 적은 모든 값을 다른 줄의 모든 값과 짝지어 해 봅니다.", randomHelp: "최솟값과 최댓값 사이에서 뽑습니다. 차이가 크면 로그로 고르게 뽑습니다. 학습할 수 없는 것은 다시 뽑습니다.",
  variable: "옵션이나 크기", values: "값 (쉼표로 구분)", choices: "해 볼 값", low: "최솟값", high: "최댓값", drop: "빼기", dropOf: "{{name}} 빼기", more: "하나 더 바꾸기", draws: "학습 수",
  startSweep_one: "학습 {{count}}개 시작", startSweep_other: "학습 {{count}}개 시작", tooMany: "학습 {{count}}개는 너무 많습니다. {{most}}개까지 할 수 있습니다.",
  multiple: "다음 수의 배수", same: "모든 학습에 같은 것", costEach: "학습마다 시간", costDevices: "장치 시간 합계", costOver: "끝날 때까지", costUnknown: "아직 알 수 없음", costMeasuring: "첫 학습을 지금 짧게 재고 있습니다. 그때까지는 계산한 값입니다.", costMeasured: "학습 {{of}}개 가운데 {{n}}개는 전에 쟀고, 나머지는 비슷한 것에서 계산했습니다.",
};
