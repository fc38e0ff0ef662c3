export const ko = {
  by: "{{owner}} 님의 설계", copy: "사본 만들기", copyAfter: "먼저 로그인하면 사본이 내 것이 됩니다.",
  copyOf: "{{owner}} 님의 “{{title}}” 사본", copyOfUnseen: "다른 설계의 사본",
  share: "공유", title: "“{{title}}” 공유하기", loading: "불러오는 중…", close: "닫기", done: "저장", saved: "저장했습니다. {{who}}",
  who: "볼 수 있는 사람", help: "다른 사람은 보고 복사할 수 있습니다. 바꾸는 것은 나만 할 수 있습니다.", helpUse: "다른 사람은 보고 쓸 수 있습니다. 바꾸는 것은 나만 할 수 있습니다.", helpSearch: "탐색을 보는 사람은 그 학습도, 나중에 생기는 학습까지 모두 봅니다. 바꾸는 것은 나만 할 수 있습니다.",
  private: "나만", privateText: "이 사이트에서 다른 사람에게 보이지 않습니다.",
  course: "내 강좌", courseText: "고른 강좌의 구성원이 봅니다.",
  public: "이 사이트의 모든 사람", publicText: "로그인한 사람은 누구나 봅니다.",
  courses: "강좌", noCourses: "아직 참여한 강좌가 없습니다.", joinCourse: "강좌에 참여하기", over: "보관됨",
  now: { private: "나만 볼 수 있습니다.", course_one: "강좌 {{count}}개의 구성원이 볼 수 있습니다.", course_other: "강좌 {{count}}개의 구성원이 볼 수 있습니다.", public: "이 사이트의 모든 사람이 볼 수 있습니다." },
  link: "공개 링크", linkText: "링크를 아는 사람은 로그인하지 않아도 설계를 볼 수 있습니다. 내 이름과 가장 새로운 상태만 보이고, 다른 것은 보이지 않습니다.",
  linkOn: "링크 만들기", linkOff: "끄기", linkNew: "새 링크", linkIs: "링크", copyLink: "링크 복사", copied: "복사했습니다.",
  linkOffDone: "링크를 껐습니다. 이 링크로는 더 이상 열리지 않습니다.", linkNewDone: "새 링크입니다. 예전 링크로는 더 이상 열리지 않습니다.", linkOnDone: "링크를 켰습니다.",
};
