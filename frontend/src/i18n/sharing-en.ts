export const en = {
  by: "by {{owner}}", copy: "Make a copy", copyAfter: "You sign in first; then the copy is yours.",
  copyOf: "A copy of “{{title}}” by {{owner}}", copyOfUnseen: "A copy of another design",
  share: "Share", title: "Share “{{title}}”", loading: "Loading…", close: "Close", done: "Save", saved: "Saved. {{who}}",
  who: "Who may see it", help: "Others can look at it and copy it. Only you can change it.", helpUse: "Others can look at it and use it. Only you can change it.", helpSearch: "Who sees the search sees its runs too, those that come later as well. Only you can change it.",
  private: "Only me", privateText: "Nobody else sees it here.",
  course: "My courses", courseText: "The members of the courses that you choose.",
  public: "Everyone on this site", publicText: "Whoever is signed in.",
  courses: "Courses", noCourses: "You are in no course yet.", joinCourse: "Join one", over: "archived",
  now: { private: "Only you see it.", course_one: "The members of {{count}} course see it.", course_other: "The members of {{count}} courses see it.", public: "Everyone on this site sees it." },
  link: "Public link", linkText: "Whoever has the link can look at the design, without signing in. It shows your name and the newest state, and nothing else.",
  linkOn: "Make a link", linkOff: "Switch off", linkNew: "New link", linkIs: "The link", copyLink: "Copy the link", copied: "Copied.",
  linkOffDone: "The link is off: it opens nothing any more.", linkNewDone: "This is the new link. The old one opens nothing any more.", linkOnDone: "The link is on.",
};
