export const ko = {
  fold: "{{name}} 접기", open: "{{name}} 펼치기", folded: "“{{name}}” 틀을 접었습니다.", opened: "“{{name}}” 틀을 펼쳤습니다.",
  layers_one: "{{count}}개 층", layers_other: "{{count}}개 층", some: "{{name}} {{count}}개",
  wrap: {
    done: "고른 블록을 “{{name}}” 틀에 넣어 {{count}}번 반복합니다. 횟수는 상세 패널에서 바꿀 수 있습니다.",
    nothing: "먼저 반복할 블록을 고르세요.", scopes: "고른 블록이 서로 다른 틀에 있습니다. 한 틀 안의 블록을 고르세요.",
    inputs: "반복 블록의 입력은 하나인데, 고른 블록은 여러 곳에서 입력을 받습니다: {{names}}. 합쳐지는 블록까지 포함해 하나의 흐름을 고르세요.",
    outputs: "반복 블록의 출력은 하나인데, 고른 블록은 여러 곳에서 출력을 내보냅니다: {{names}}. 흐름이 끝나는 블록까지 고르세요.",
    kind: "반복 블록은 층에서 층으로 스트림을 전하는데, “{{name}}”의 자리에는 {{kind}} 값이 흐릅니다. 그 블록은 빼고 고르세요.",
    varied: "“{{frame}}”의 패턴이 “{{name}}” 블록을 바꾸고 있어 묶으면 패턴이 닿지 않습니다. 그 변경을 먼저 없애세요.",
    tied: "“{{name}}” 블록은 “{{other}}” 블록과 가중치를 공유합니다. 두 블록은 한 틀에 있어야 합니다.", deep: "틀은 여덟 겹까지만 쌓을 수 있습니다.",
  },
  unwrap: {
    done: "“{{name}}” 안의 블록을 밖으로 꺼냈습니다.",
    oneLeft: "“{{name}}”의 {{count}}개 층 가운데 첫 층만 남겼습니다. 모두 남기려면 실행을 취소하고 “반복을 낱낱의 층으로 펼치기”를 고르세요.",
    unrolled_one: "“{{name}}”의 층 {{count}}개를 꺼냈습니다.", unrolled_other: "“{{name}}”의 층 {{count}}개를 차례로 늘어놓았습니다. 층마다 변형이 적용되어 있습니다.",
    notRepeat: "“{{name}}” 블록은 반복 블록이 아닙니다.", varied: "“{{frame}}”의 패턴이 “{{name}}” 블록을 바꾸고 있습니다. 그 변경을 먼저 없애세요.",
    count: "“{{name}}”의 층수를 알 수 없습니다. 먼저 층수를 정하세요.", many: "블록이 {{count}}개가 됩니다. {{most}}개까지만 읽기 좋게 그릴 수 있으니 먼저 층수를 줄이세요.",
  },
  strip: {
    title: "층", help: "층을 고르면 그 층에서 무엇이 다른지 볼 수 있습니다. 층 번호는 PyTorch처럼 0부터 셉니다.", layer: "층 {{number}}", layerOf: "층 {{number}}: {{name}}",
    runs: "층 {{runs}}", run: "층 {{runs}}", same: "그린 그대로 만들어집니다.", differs: "층 {{number}}에서 다른 점",
    param: "{{what}}: {{from}} 대신 {{to}}", paramDefault: "{{what}}: 기본값 {{from}} 대신 {{to}}", type: "{{block}}: {{from}} 대신 {{to}}", typeParams: "{{params}}",
    blocks: "다른 블록", nothing: "없음", unknown: "층수가 정해지면 층을 그려 보입니다.",
  },
  recipe: {
    title: "시작하기", every: "n번째 층마다", first: "처음 몇 층", from: "어느 층부터", ends: "첫 층과 마지막 층", number: "n", apply: "패턴 만들기",
    everyHelp: "{{n}}번째 층마다 다른 종류가 됩니다: 층 {{layers}}, …", firstHelp: "처음 {{n}}개 층이 다른 종류가 됩니다.", fromHelp: "층 {{n}}부터 다른 종류가 됩니다.", endsHelp: "첫 층과 마지막 층이 다른 종류가 됩니다.",
    usual: "usual", special: "special", needCount: "{{low}}부터 {{high}}까지의 정수를 쓰세요.",
  },
  change: { title: "매개변수 바꾸기", block: "블록", param: "매개변수", pick: "고르세요…", type: "종류 (다른 블록)", back: "그린 대로", backOf: "{{what}}: 그린 대로 되돌리기", drawn: "그린 값: {{value}}", gone: "“{{name}}” 블록이 이제 없습니다. 이 변경을 지우세요." },
  range: { from: "층", add: "범위 추가", remove: "범위 {{range}} 지우기", variant: "층 {{range}}의 변형", text: "{{number}}번째 범위의 층", rest: "나머지 모두", asDrawn: "그린 대로", bad: "“{{range}}”에 해당하는 층이 없습니다. 0부터 {{last}} 사이에서 0-2, 3- 또는 5처럼 쓰세요.", taken: "“{{range}}” 범위가 이미 있습니다.", help: "0-2는 층 0, 1, 2, 3-은 층 3부터, 5는 층 5 하나입니다. 범위가 겹치면 가장 좁은 것이 적용됩니다." },
};
