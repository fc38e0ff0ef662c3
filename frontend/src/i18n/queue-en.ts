/** Words of the queue; pages put them under `queue`. */
export const en = {
  in: { soon: "in less than a minute", minutes_one: "in about {{count}} minute", minutes_other: "in about {{count}} minutes", hours_one: "in about {{count}} hour", hours_other: "in about {{count}} hours" },
  place: "Waiting: position {{position}} of {{of}}.", placeAndTime: "Waiting: position {{position}} of {{of}}, starts {{time}}.",
  madeRoom: "Made room for others; goes on exactly where it was.", see: "See the whole queue",
  others: "Another person's run", first: "Before my others", firstOf: "Before my others: “{{title}}”", yours: "yours", demonstration: "demonstration",
  where: "Where runs are at work", noHosts: "No machine has taken runs here yet.", idle: "Nothing is running here.", silent: "no sign of life", drained: "takes no new runs", taken: "{{taken}} of {{slots}} taken", makingRoom: "making room",
  line: "What waits", empty: "Nothing waits", emptyText: "A run that you start now begins as soon as a device is free.", more_one: "And {{count}} more run of others.", more_other: "And {{count}} more runs of others.",
  position: "Position {{position}}", noPlace: "No place yet", unknown: "start unknown yet",
  paused: "The queue is paused.", pausedBy: "({{name}})",
  myRunning: "Your runs at work", myWaiting: "Your runs that wait", myHours: "Your device hours today", ofMost: "{{n}} of {{most}}",
  pause: "Pause the queue", pauseReason: "Why nothing is to start", resume: "Resume the queue", optional: "those who wait read it",
  operate: "Operate {{host}}", drain: "Take no new runs", drainReason: "Why this host takes no new runs", undrain: "Take runs again", slots: "Runs at once on its CPU, or on each GPU", slotsEmpty: "empty: as set up", save: "Save",
  demonstrate: { label: "Demonstration for a course", none: "none: it waits its turn", choose: "Demonstrate for…", end: "No longer a demonstration", help: "A demonstration goes first, so that a course can watch it. A course has one at a time." },
  how: "How the order comes about", howText: "Demonstrations of instructors go first. Then runs without a curve, so that everybody sees one soon. Then whoever holds the fewest devices and has had the least time on them. While somebody waits, a run may have to make room: after {{first}} seconds for one without a curve, after {{later}} minutes for any other. It goes on later, exactly where it was. Times are forecasts: they change as others come, stop or finish early.",
};
