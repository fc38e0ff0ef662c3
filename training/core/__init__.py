"""Learning, without Django: text in, a trained model out. Works in a notebook and in a plain process."""
