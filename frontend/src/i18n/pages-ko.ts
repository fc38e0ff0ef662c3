export const ko = {
  common: { retry: "다시 시도", offline: "사이트가 응답하지 않습니다. 연결을 확인하고 다시 시도하세요.", unexpected: "처리하지 못했습니다. 다시 시도하세요.", none: "–" },
  state: { queued: "대기 중", preparing: "준비 중", training: "학습 중", stopping: "멈추는 중", stopped: "멈춤", interrupted: "중단됨", failed: "실패", completed: "완료" },
  stateHelp: {
    queued: "빈자리나 텍스트 준비를 기다립니다. 저절로 시작됩니다.",
    preparing: "텍스트를 토큰으로 나누고 학습기를 시작합니다.",
    training: "학습하고 있습니다. 이 페이지를 닫아도 계속됩니다.",
    stopping: "체크포인트를 저장한 뒤 멈춥니다.",
    stopped: "멈췄습니다. 마지막 체크포인트부터 이어갈 수 있습니다.",
    interrupted: "컴퓨터와 연결이 끊겼습니다. 마지막 체크포인트부터 저절로 이어집니다.",
    failed: "실패했습니다. 무슨 일이 있었는지 아래에 적혀 있습니다.",
    completed: "끝났습니다. 모델이 글을 쓸 준비가 되었습니다.",
  },
  run: {
    whatHappened: "무슨 일이 있었나요", failedUnknown: "학습이 오류로 끝났습니다. 아래 기록에 자세한 내용이 있습니다.", preparing: "텍스트를 준비하고 있습니다: {{percent}}%.", waiting_other: "앞에 학습 {{count}}개가 있습니다.",
    stop: "멈추기", force: "바로 멈추기", resume: "이어서 학습", openModel: "글 쓰게 하기", remove: "삭제", again: "다시 학습",
    forceTitle: "바로 멈출까요?", forceText: "마지막 체크포인트 뒤에 배운 것은 사라집니다.",
    removeTitle: "이 학습을 삭제할까요?", removeText: "차트, 기록, 체크포인트가 사라집니다. 완성된 모델은 남습니다.",
    progress: "진행", step: "{{total}}단계 중 {{step}}단계", stepWord: "단계", stepOnly: "{{step}}단계", eta: "{{time}} 남음", elapsed: "{{time}} 학습함",
    link: { connecting: "연결 중", live: "실시간", polling: "몇 초마다 갱신", stale: "갱신 안 됨: 사이트에서 소식이 없습니다" },
    loss: "학습 손실", valLoss: "검증 손실", best: "가장 낮은 검증 손실", speed: "초당 토큰", lr: "학습률", perplexity: "혼란도", tokens: "본 토큰", memory: "최대 메모리", nats: "토큰당 nat",
    lossTitle: "손실", logScale: "로그 눈금", samples: "예문", samplesHelp: "모델이 스스로 쓴 글입니다. 최신 것이 위에 있습니다.", noSamples: "학습이 시작되고 몇 초 뒤에 첫 예문이 나옵니다.",
    sampleAt: "{{step}}단계", log: "기록", noLog: "아직 없습니다.", noMetrics: "첫 단계와 함께 곡선이 나타납니다.", facts: "학습 내용", corpus: "말뭉치", tokenizer: "토크나이저", parameters: "매개변수", architecture: "아키텍처", options: "설정", created: "만든 때", device: "장치", attempt: "시도",
    evaluation: "평가", summary: "손실이 {{steps}}단계 동안 {{first}}에서 {{last}}(으)로 바뀌었습니다.",
  },
  event: {
    state: "상태: {{state}}", checkpoint: "{{step}}단계에서 체크포인트를 저장했습니다", resume: "{{step}}단계부터 이어갔습니다", plan: "{{device}}에서 {{total_steps}}단계 예정, 단계마다 토큰 {{tokens_per_step}}개", planOpen: "{{device}}에서 시작, 단계마다 토큰 {{tokens_per_step}}개",
  },
  form: {
    title: "제목", titleHint: "자동", architecture: "아키텍처", noArchitectures: "아직 아키텍처가 없습니다.", makeOne: "프리셋 고르기", corpus: "말뭉치", noCorpora: "아직 텍스트가 없습니다.", upload: "올리기", tokenizer: "토크나이저", notReady: "준비 중",
    kind: { bpe: "단어 조각 (BPE)", characters: "글자", bytes: "바이트" },
    kindHelp: { bpe: "이 말뭉치에서 배웁니다. 글이 짧아지고 빨리 배웁니다. 기본으로 좋습니다.", characters: "글자 하나에 번호 하나입니다. 단순하지만 글이 길어집니다.", bytes: "번호 256개로 모두 씁니다. 모르는 글이 없지만 가장 깁니다." },
    vocab: "어휘 크기", vocabHelp: "배울 조각의 수입니다. 매개변수 백만 개 모델에는 1,024가 알맞습니다.",
    duration: "학습 시간", minutes: "분", basic: "설정", advanced: "모든 설정", start: "학습 시작", starting: "시작하는 중…", what: "무엇을 학습할까요", from: "어떤 글로 학습할까요", how: "얼마나 학습할까요",
    quick: { short: "잠깐 보기", good: "첫 글에 알맞음", long: "충분히" },
    estimate: "드는 비용", estimating: "계산하는 중…", estParameters: "매개변수", estMemory: "메모리", estTime: "시간", estSteps: "단계", estTokens: "토큰", estNone: "아키텍처와 텍스트를 고르면 비용이 보입니다.", about: "약 {{value}}", wait: "말뭉치를 아직 준비하고 있습니다. 준비가 끝나면 시작합니다.", summary: "표시된 칸을 고쳐 주세요.", other: "기본",
    group: { learning: "학습 방법", data: "데이터", budget: "한도", reporting: "보고와 저장", other: "계산과 시드" }, automatic: "자동", lines: "한 줄에 하나",
  },
  field: {
    optimizer: "최적화기", lr: "학습률", muon_lr: "행렬의 학습률 (Muon)", schedule: "학습률 일정", warmup_steps: "예열 단계", min_lr_ratio: "마지막 학습률 비율", weight_decay: "가중치 감쇠", betas: "베타", momentum: "모멘텀 (SGD)", grad_clip: "기울기 자르기", batch_size: "배치 크기", grad_accum_steps: "기울기 누적", context_length: "문맥 길이", val_fraction: "검증 비율", max_steps: "최대 단계", max_minutes: "최대 분", max_tokens: "최대 토큰", early_stopping_patience: "일찍 멈추기까지", eval_interval: "평가 간격 (단계)", eval_seconds: "평가 간격 (초)", eval_batches: "평가 배치", sample_interval: "예문 간격 (단계)", sample_seconds: "예문 간격 (초)", sample_prompts: "예문의 시작", sample_tokens: "예문의 토큰", checkpoint_interval: "체크포인트 간격 (단계)", checkpoint_seconds: "체크포인트 간격 (초)", precision: "정밀도", init_seed: "가중치 시드", data_seed: "데이터 순서 시드", sample_seed: "예문 시드", threads: "CPU 스레드",
  },
  help: {
    optimizer: "Muon은 행렬을, AdamW는 나머지를 움직입니다. 다른 것은 모두를 움직입니다.", lr: "가장 높을 때의 학습률입니다.", muon_lr: "Muon이 움직이는 행렬의 가장 높은 학습률입니다.", schedule: "예열 뒤에 학습률이 내려가는 방식입니다.", warmup_steps: "가장 높은 학습률까지의 단계입니다.", min_lr_ratio: "가장 높은 학습률에 대한 마지막 학습률의 비율입니다.", weight_decay: "행렬을 0으로 당기는 힘입니다.", betas: "Adam의 두 평균이 기억하는 정도입니다.", momentum: "SGD의 모멘텀입니다.", grad_clip: "기울기 노름의 한도입니다. 0이면 자르지 않습니다.", batch_size: "한 번에 계산하는 문장 수입니다.", grad_accum_steps: "한 단계에 들어가는 계산 횟수입니다.", context_length: "문장 하나의 토큰 수입니다. 비우면 설계를 따릅니다.", val_fraction: "학습에서 빼 두는 문서의 비율입니다.", max_steps: "학습할 단계입니다.", max_minutes: "학습할 분입니다.", max_tokens: "학습할 토큰입니다.", early_stopping_patience: "나아지지 않는 평가가 이만큼 이어지면 끝냅니다.", eval_interval: "평가 사이의 단계입니다.", eval_seconds: "단계를 정하지 않을 때의 초입니다.", eval_batches: "평가에 쓰는 배치입니다.", sample_interval: "예문 사이의 단계입니다.", sample_seconds: "단계를 정하지 않을 때의 초입니다.", sample_prompts: "모델이 이어 쓸 시작입니다.", sample_tokens: "예문 하나의 토큰입니다.", checkpoint_interval: "체크포인트 사이의 단계입니다.", checkpoint_seconds: "단계를 정하지 않을 때의 초입니다.", precision: "계산에 쓰는 수의 형식입니다.", init_seed: "처음 가중치의 시드입니다.", data_seed: "데이터 순서의 시드입니다.", sample_seed: "예문의 시드입니다.", threads: "CPU 스레드입니다. 비우면 모두 씁니다.",
  },
  play: {
    title: "글 쓰게 하기", prompt: "시작", placeholder: "어느 날", write: "쓰기", cancel: "멈추기", again: "다시 쓰기", hint: "Enter는 쓰기, Shift+Enter는 줄 바꿈입니다.", output: "글", empty: "이어지는 글이 여기에 한 낱말씩 나타납니다.", options: "설정", temperature: "온도", temperatureHelp: "0은 가장 그럴듯한 토큰을 고릅니다. 높을수록 뜻밖의 글이 됩니다.", top_k: "Top-k", top_kHelp: "가장 그럴듯한 k개만 씁니다. 0이면 모두 씁니다.", top_p: "Top-p", top_pHelp: "이 확률을 채우는 가장 작은 토큰 집합입니다.", max_new_tokens: "길이 (토큰)", seed: "시드", seedHelp: "같은 시드는 같은 글을 씁니다. 비우면 새로 정합니다.", writing: "쓰는 중…", starting: "모델을 불러오는 중…",
    done: "토큰 {{tokens}}개, 초당 {{speed}}개, 시드 {{seed}}", cancelled: "토큰 {{tokens}}개 뒤에 멈췄습니다, 시드 {{seed}}", trimmed_other: "시작이 모델의 문맥보다 길어 앞의 토큰 {{count}}개를 뺐습니다.", unknown: "모델이 모르는 글자라 건너뛰었습니다: {{characters}}", lost: "연결이 끊겼습니다. 지금까지 쓴 글은 남아 있습니다.", copy: "복사", copied: "복사됨",
  },
} as const;
