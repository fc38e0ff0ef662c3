/** 편집기 패널의 말. The shell puts them under `panels`. */
export const ko = {
  fix: { fix: "고치기", label: "고치기: {{what}}", set: "{{attr}} 값을 {{value}}(으)로", unset: "{{attr}} 비워 두기", rename: "{{attr}} 이름을 {{value}}(으)로", connect: "{{value}} 연결하기", disconnect: "{{value}} 끊기", reconnect: "{{value}} 하나만 남기기", remove: "{{name}} 지우기", bypass: "{{name}} 지우고 앞뒤 잇기", insert: "{{value}} 사이에 {{type}} 넣기", join: "{{name}} 앞에 Add 넣기" },
  wrong: {
    needed: "값이 필요합니다.",
    number: "“{{text}}”은(는) 숫자가 아닙니다. 128이나 1e-6처럼 숫자를 쓰거나, $ 뒤에 크기의 이름을 쓰세요.",
    whole: "정수가 필요합니다.",
    bounds: "허용 범위를 벗어났습니다: {{bounds}}.",
    noSize: "“{{name}}” 크기가 없습니다. 설계의 크기에 추가하거나 값을 쓰세요.",
    sizeType: "“{{name}}” 크기는 {{value}}이므로 여기에 쓸 수 없습니다. 다른 크기를 고르거나 값을 쓰세요.",
    sizeBounds: "“{{name}}” 크기는 {{value}}이며 허용 범위를 벗어났습니다: {{bounds}}.",
    notGroup: "설정 묶음이 아니라 {{value}} 값이 들어 있습니다. 껐다가 켜면 새로 시작합니다.",
    unknownParam: "이 블록에는 없는 매개변수입니다. 지우세요.",
  },
  bounds: {
    from: "{{low}} 이상", above: "{{low}} 초과", to: "{{high}} 이하", below: "{{high}} 미만",
    fromTo: "{{low}} 이상 {{high}} 이하", fromBelow: "{{low}} 이상 {{high}} 미만",
    aboveTo: "{{low}} 초과 {{high}} 이하", aboveBelow: "{{low}} 초과 {{high}} 미만",
  },
  unit: { channels: "채널", tokens: "토큰", layers: "층" },
  field: {
    required: "필수", kept: "아직 반영되지 않았으며 {{value}} 값이 유지됩니다. Esc를 누르면 되돌아갑니다.", unset: "없음",
    reset: "{{name}}: 기본값으로 되돌리기({{value}})", resetNothing: "{{name}}: 기본값으로 되돌리기(없음)",
    useSize: "{{name}}에 크기 사용", pickSize: "설계의 크기…", behind: "= {{value}}",
    unlink: "{{name}}: 크기 대신 값 쓰기", automatic: "자동", inferred: "연결에서 정해집니다", remove: "{{name}} 지우기",
    on: "켜짐", off: "꺼짐", other: "JSON으로 적혀 있습니다. 바꾸려면 설계를 내보내세요.",
  },
  inspector: {
    title: "블록", name: "이름", nameHelp: "글자로 시작하는 영문자, 숫자, _를 씁니다.", duplicate: "복제", remove: "삭제", parameters: "매개변수",
    noParameters: "설정할 것이 없는 블록입니다.", unknown: "“{{type}}” 블록이 없어 매개변수를 설명할 수 없습니다. 값은 그대로 보존됩니다. 블록을 지우거나 팔레트에서 다른 블록을 고르세요.",
    raw: "적힌 그대로의 매개변수", insideRepeat: "× {{count}}층", costs: "비용",
  },
  cost: {
    training: "학습 메모리", parameters: "매개변수", each: "{{count}} × {{value}}", copies: "{{count}}개 층", flops: "토큰당 연산", kv: "토큰당 KV 캐시", shape: "출력 모양",
    pending: "설계에 문제가 없어지면 바로 계산합니다.", flopsUnit: "{{value}} FLOPs", exactParameters: "매개변수 {{value}}개", exactFlops: "토큰당 부동소수점 연산 {{value}}회", exactBytes: "{{value}}바이트",
    shapeWords: "B: 한 번에 처리하는 글의 수, T: 글의 토큰 수, 그다음은 채널",
  },
  design: {
    title: "설계", name: "제목", nameNeeded: "제목이 필요합니다.", sizes: "크기", sizesHelp: "이름을 붙인 수입니다. 블록에서 $이름으로 쓰면 한 번에 바꿀 수 있습니다.", noSizes: "아직 크기가 없습니다. d_model 같은 크기를 추가하여 여러 블록에서 쓰세요.",
    cache: "글 하나의 캐시", active: "토큰마다 쓰이는 수", totals: "합계", withoutEmbeddings: "임베딩 제외", training: "학습 메모리", totalParameters: "매개변수", kv: "토큰당 KV 캐시", flops: "토큰당 연산",
    pending: "설계에 문제가 없어지면 합계가 나타납니다.",
  },
  size: {
    name: "{{name}} 크기의 이름", value: "{{name}} 값", type: "{{name}} 종류", remove: "{{name}} 지우기", add: "크기 추가", newName: "새 크기의 이름", newValue: "새 크기의 값", placeholder: "d_model", valuePlaceholder: "128",
    types: { number: "숫자", string: "글", boolean: "예/아니요" }, yes: "예", no: "아니요",
    nameForm: "글자로 시작하는 영문자, 숫자, _를 64자까지 쓰세요.", nameTaken: "“{{name}}” 크기가 이미 있습니다. 다른 이름을 고르세요.", nameNeeded: "크기의 이름을 쓰세요.", number: "128처럼 숫자가 필요합니다.",
    renamed: "${{from}}을(를) 쓰는 블록은 ${{to}}(으)로 바뀝니다.",
  },
  patterns: {
    title: "층 패턴", help: "일부 층을 다른 층과 다르게 만듭니다.", none: "모든 층이 같습니다.", add: "패턴 추가", remove: "패턴 {{number}} 지우기", pattern: "패턴 {{number}}",
    way: "층을 정하는 방식", cycle: "주기", list: "목록", ranges: "범위", toList: "목록으로 바꾸기", rangeLine: "{{range}}층: {{name}}", rest: "나머지: {{name}}", restPlain: "나머지: 그려진 그대로",
    cycleHelp: "마지막 단계 다음에는 처음부터 되풀이합니다.", listHelp: "층마다 변형을 하나씩 정합니다.", step: "단계 {{number}}", layer: "층 {{number}}", addStep: "단계 추가", removeStep: "마지막 단계 지우기", fit_other: "{{count}}개 층에 맞추기",
    lengths: "목록의 항목은 {{length}}개이지만 층은 {{count}}개입니다.", variants: "변형", variantName: "{{name}} 변형의 이름", addVariant: "변형 추가", removeVariant: "{{name}} 변형 지우기", asDrawn: "그려진 그대로",
    block: "블록", param: "매개변수", value: "값", addOverride: "매개변수 바꾸기", removeOverride: "{{what}} 지우기", overview: "층 순서", broken: "이 블록의 패턴은 그릴 수 있는 형식이 아닙니다. 값은 그대로 보존됩니다.", removeAll: "모든 패턴 지우기",
    variantTaken: "“{{name}}” 변형이 이미 있습니다. 다른 이름을 고르세요.", variantNeeded: "변형의 이름이 필요합니다.",
    noBlocks: "먼저 반복 안에 블록을 넣으세요.", wholeNode: "type",
  },
  palette: {
    title: "블록", search: "블록 찾기", placeholder: "블록 찾기", clear: "검색어 지우기", add: "{{title}} 추가", drag: "블록을 캔버스로 끌어다 놓거나 Enter를 눌러 추가하세요.", disabled: "읽기만 할 수 있는 설계입니다. 바꾸려면 사본을 만드세요.",
    nothing: "“{{query}}” 블록이 없습니다.", nothingHelp: "“정규화”나 “어텐션” 같은 다른 말로 찾거나 검색어를 지우세요.", found_other: "블록 {{count}}개",
    category: { embedding: "임베딩", mixer: "토큰 사이", channel: "토큰 안", norm: "정규화", plumbing: "연결", container: "묶음", output: "출력" },
  },
  problems: {
    title: "문제", sound: "문제 없음", soundHelp: "학습할 수 있는 설계입니다.", checking: "확인하는 중…", waiting: "아직 확인하지 않았습니다.", waitingHelp: "바꿀 때마다 자동으로 확인합니다.",
    error_other: "오류 {{count}}개", warning_other: "경고 {{count}}개", info_other: "참고 {{count}}개",
    go: "{{path}} 보기", whole: "설계 전체", groups: { error: "오류", warning: "경고", info: "참고" },
  },
} as const;
