export const ko = {
  open: "{{name}} 설명", loading: "설명을 불러오는 중…", again: "다시 시도", parameters: "매개변수",
};
