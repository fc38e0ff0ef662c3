"""Who is next, where, and who makes room: plain rules over plain values, without Django and without a clock."""
