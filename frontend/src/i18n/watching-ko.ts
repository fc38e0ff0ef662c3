/** 학습 지켜보기 화면의 말 */
export const ko = {
  view: "차트를 그리는 방법", axis: "가로축", axisName: { step: "단계", tokens: "토큰", time: "시간", flops: "FLOPs" },
  smoothing: "부드럽게", smoothingSteps: "{{steps}}단계에 걸쳐", smoothingOff: "끔", hint: "차트를 끌면 확대되고, 두 번 누르면 되돌아갑니다.",
  zoomOut: "전체 보기", zoomIn: "확대", log: "로그", png: "“{{title}}” 그림으로 저장 (PNG)", csv: "“{{title}}” 표로 저장 (CSV)",
  values: "값", valuesOf: "{{title}}의 값", cursor: "{{title}} 커서: 화살표 키로 움직이고 더하기와 빼기로 확대하며 Esc로 되돌립니다",
  lrMatrices: "행렬 (Muon)", lrOthers: "그 밖의 가중치", compute: "연산량", mfu: "장치 최대 성능 대비 (MFU)",
  gradNorm: "기울기 노름", bitsPerByte: "바이트당 비트", accuracy: "첫 추측이 맞은 비율", memory: "이 학습의 메모리", gpuMemory: "GPU 메모리", cpuUse: "이 학습의 CPU 사용 (코어 하나가 100 %)", gpuUse: "GPU 사용", gpuMemoryUsed: "사용 중", gpuMemoryTotal: "전체", gpuPower: "GPU 전력", gpuTemperature: "GPU 온도", machineUse: "컴퓨터 전체의 사용", machineCpu: "CPU", machineMemory: "메모리",
  norms: "블록별 노름", normKind: "어떤 노름", normGroup: "어떤 블록", norm: { weight: "가중치", gradient: "기울기", activation: "활성값" }, noNorms: "첫 평가와 함께 노름이 보입니다.",
  normHelp: {
    weight: "블록의 모든 가중치를 하나의 벡터로 본 길이입니다. 커지다가 자리를 잡습니다.",
    gradient: "마지막 단계에서 블록마다 기울기의 길이입니다. 0에 가까워지면 더 배우지 못하고, 갑자기 커지면 학습이 곧 무너질 수 있습니다.",
    activation: "늘 같은 검증 글에 대해 블록이 내보내는 값의 제곱평균제곱근입니다.",
  },
  samplesHelp: "모델이 스스로 쓰는 글입니다. 슬라이더를 움직여 어떻게 배워 왔는지 보세요.", scrubber: "예문을 볼 단계", earlier: "이전 예문", later: "다음 예문", newest: "가장 최근", sampleOf: "{{of}}개 중 {{n}}번째",
  level: "수준", levels: { info: "모두", warning: "경고와 오류", error: "오류만" }, levelName: { warning: "경고", error: "오류" }, searchLog: "기록 검색", noLines: "이에 맞는 줄이 없습니다.",
  retry: "다시 시도: {{changes}}", retryHelp: "이 설정으로 새 학습을 시작합니다. 이 학습은 그대로 남습니다.", triedBefore: "앞선 시도", triedAgain: "다시 시도한 학습",
  removed_one: "{{steps}}단계의 오래된 체크포인트를 지웠습니다.", removed_other: "{{steps}}단계의 오래된 체크포인트를 지웠습니다.",
  checkpoints: "체크포인트", checkpointsHelp: "저장된 학습 상태입니다. 마지막 체크포인트에서 이어서 학습하고, 가장 좋은 체크포인트는 평가한 것 가운데 검증 손실이 가장 낮습니다.", lastOne: "마지막", bestOne: "가장 좋음", lossOf: "손실 토큰당 {{loss}} nat", notJudged: "평가 안 함",
  takeAway: "작업 폴더 (다른 곳에서 학습하기)", takeAwayHelp: "설계, 설정, 준비된 텍스트, 학습 코드가 든 zip 파일입니다. 파이썬이 있는 기기라면 어디서나 명령 하나로 이 학습을 되풀이할 수 있습니다.",
  share: "공유", inMlflow: "이 학습의 기록",
};
