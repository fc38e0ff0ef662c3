export const ko = {
  command: {
    search: "블록 추가…", connect: "연결하기…", remove: "삭제", gap: "빈자리를 남기고 삭제", copy: "복사", cut: "잘라내기", paste: "붙여넣기", duplicate: "복제",
    all: "모두 고르기", nothing: "고른 것 풀기", undo: "실행 취소", redo: "다시 실행", left: "왼쪽 맞춤", centre: "가운데 맞춤", right: "오른쪽 맞춤",
    top: "위쪽 맞춤", middle: "중간 맞춤", bottom: "아래쪽 맞춤", across: "가로 간격을 같게", down: "세로 간격을 같게",
    arrange: "전체 정렬", card: "블록 설명", find: "블록 찾기…", zoom: "고른 것 확대", whole: "전체 보기", menu: "메뉴 열기", save: "지금 저장", keys: "단축키",
  },
  align: "맞춤", search: "블록 추가", connect: "“{{name}}”에서 연결할 곳", find: "블록 찾기", keys: "단축키",
  menu: { node: "블록 메뉴", edge: "연결 메뉴", canvas: "캔버스 메뉴" },
  found_one: "{{count}}개를 찾았습니다.", found_other: "{{count}}개를 찾았습니다.", nothing: "그런 이름이 없습니다.",
  pointer: {
    title: "마우스로",
    box: "Shift를 누른 채 끌면 상자 안의 것을 고릅니다.", also: "Ctrl을 누른 채 블록을 누르면 여러 개를 고릅니다.", free: "Alt를 누른 채 끌면 선에 붙지 않고 자유롭게 옮깁니다.",
    double: "캔버스를 두 번 누르면 그 자리에 블록을 추가합니다.", edge: "블록을 연결선 위에 놓으면 그 사이에 들어갑니다.", frame: "블록을 틀 안으로, 또는 틀 밖으로 끌어 옮깁니다.",
    step: "화살표 키로 고른 것을 옮깁니다. Shift와 함께 누르면 더 멀리 옮깁니다.",
  },
  heals: "입력이 하나인 블록을 삭제하면 앞뒤를 바로 이어 줍니다. Shift와 함께 누르면 빈자리를 남깁니다.",
  refusal: {
    clip_nothing: "클립보드에 블록이 없습니다. 먼저 복사하세요.", clip_foreign: "클립보드의 내용은 이 편집기의 것이 아닙니다. 여기서 블록을 복사하거나 설계의 JSON을 복사하세요.",
    clip_version: "다른 버전의 편집기에서 복사한 블록입니다. 두 페이지를 새로 고친 뒤 다시 복사하세요.", clip_broken: "클립보드의 블록이 손상되었습니다. 다시 복사하세요.",
    clip_many: "설계에는 블록을 5,000개까지 둘 수 있습니다. 더 적게 붙여 넣으세요.", clip_deep: "틀은 여덟 겹까지 겹칠 수 있습니다. 더 바깥에 붙여 넣으세요.",
    clip_denied: "브라우저가 메뉴에 클립보드를 열어 주지 않습니다. Ctrl+C, Ctrl+X, Ctrl+V를 누르세요.",
  },
  moved: "“{{name}}”을(를) “{{frame}}” 안으로 옮겼습니다.", movedOut: "“{{name}}”을(를) 바깥 캔버스로 옮겼습니다.", tooDeep: "틀은 여덟 겹까지 겹칠 수 있습니다.",
  arrangeFailed: "정렬 기능을 불러오지 못했습니다. 연결을 확인하고 다시 시도하세요.",
};
