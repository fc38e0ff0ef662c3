/** Words around the teaching cards; the cards themselves are written on the server's side. */
export const en = {
  open: "About {{name}}", loading: "Loading the card…", again: "Try again", parameters: "Parameters",
};
