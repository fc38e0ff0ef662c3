export const ko = {
  away: { now: "오프라인", for: "오프라인 {{time}}째", device: "이 기기에 보관됨", window: "이 창에만 있습니다. 창을 열어 두세요", minutes_other: "{{count}}분", hours_other: "{{count}}시간" },
  waits: "사이트가 답하면 확인합니다",
  signedOut: "로그아웃됨: 이 기기에 보관됨", signedOutWindow: "로그아웃됨: 이 창에만 있습니다", signIn: "로그인", choose: "고르기",
  news: {
    theirs: "{{author}} 님이 저장한 내용을 가져왔습니다. 실행 취소하면 다시 빠집니다.", theirsOwn: "다른 창에서 저장하신 내용을 가져왔습니다.",
    merged: "{{author}} 님이 저장한 내용과 여기서 하신 작업을 하나로 합쳤습니다. 실행 취소하면 상대의 변경이 빠집니다.", mergedOwn: "다른 창에서 저장하신 내용과 여기서 하신 작업을 하나로 합쳤습니다.",
    notKept: "이 브라우저는 기기에 아무것도 보관하지 못합니다(저장 공간이 가득 찼거나 닫혀 있습니다). “저장됨”이 보일 때까지 이 페이지를 열어 두세요.", somebody: "다른 사람",
  },
  title: { long: "제목은 120자까지 쓸 수 있는데 {{count}}자입니다. 줄여 주세요.", invisible: "제목에는 보이는 글자가 필요합니다." },
  clash: {
    title: "이 설계가 다른 곳에서 저장되었습니다", text_other: "{{author}}에서 같은 것 {{count}}가지를 다르게 바꾸었습니다. 나머지 변경은 모두 보존됩니다. 어느 쪽으로 할까요?",
    author: "다른 사람 쪽", own: "내 다른 창", mine: "내 것", theirs: "상대 것", before: "이전: {{value}}", allMine: "모두 내 것으로", allTheirs: "모두 상대 것으로", done: "합치기", copy: "내 것을 복사본으로 보관", later: "나중에 정하기", taken: "이제 두 변경이 한 설계에 있습니다.",
    kind: { title: "제목", meta: "설계의 {{attr}}", notes: "설계의 메모", comment: "캔버스의 {{number}}번째 메모", size: "크기 {{attr}}", param: "{{path}}의 {{attr}}", type: "{{path}}의 종류", removed: "블록 {{path}}", name: "{{path}}의 이름", inputs: "{{path}}의 입력" },
    gone: "지움", changed: "바꾼 채로 둠", nothing: "없음", unset: "기본값", out: "{{path}}의 출력", outTop: "출력",
  },
  draft: { title: "저장하지 못한 작업이 있습니다", text: "지난번에 마지막 변경({{time}})을 저장하지 못했습니다. 이어서 하시겠습니까?", moved: "그 뒤에 설계가 저장되었으므로 둘을 합칩니다.", take: "이어서 하기", drop: "버리기", taken: "저장하지 못한 작업을 되찾았습니다." },
  session: {
    title: "계속하려면 로그인하세요", text: "로그인이 만료되었습니다. 잃는 것은 없습니다. 작업은 이 페이지에 그대로 있으며, 로그인하시면 바로 저장합니다.", name: "사용자 이름", password: "비밀번호", submit: "로그인하고 저장하기", later: "나중에", back: "로그인했습니다. 작업을 저장하고 있습니다.", lost: "사이트가 답하지 않습니다. 잠시 뒤에 다시 시도하세요.",
  },
  version: {
    title: "버전", named: "이 버전에 이름 붙이기", unnamed: "버전 {{number}}", number: "버전 {{number}}", now: "현재", saved: "저장", autosave: "자동 저장", by: "{{author}} 님", unsound: "문제 있음", parameters: "매개변수 {{count}}개", more: "{{count}}개 늘어남", fewer: "{{count}}개 줄어듦", loading: "불러오는 중…", empty: "아직 저장된 것이 없습니다.", older: "이전 버전 보기", count_other: "버전 {{count}}개",
    rename: "버전 {{number}}의 이름 바꾸기", name: "이름", note: "메모", keep: "이름 붙이기", cancel: "취소", kept: "버전 {{number}}의 이름은 이제 “{{name}}”이며 계속 보관됩니다.", keptNone: "버전 {{number}}에는 이제 이름이 없습니다.", help: "한 번에 이어서 한 자동 저장은 버전 하나가 됩니다. 이름을 붙인 버전은 그대로 남습니다.",
    compare: "달라진 점", compareOf: "버전 {{number}}에서 달라진 점", against: "버전 {{number}}과(와) 비교할 대상", nowIs: "지금 화면의 설계", beside: "나란히 보기", close: "비교 닫기",
    restore: "되돌리기", restoreOf: "버전 {{number}}(으)로 되돌리기", restored: "버전 {{number}}(으)로 되돌렸습니다. 실행 취소하면 이전 것이 돌아옵니다.",
  },
};
