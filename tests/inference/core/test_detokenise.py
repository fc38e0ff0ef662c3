from inference.core.detokenise import StopMatcher, StreamDecoder


def test_p22_korean_and_emoji_arrive_whole() -> None:
    decoder = StreamDecoder()
    pieces = [decoder.push(bytes([byte])) for byte in "한🐙a".encode()]
    assert pieces == ["", "", "한", "", "", "", "🐙", "a"]
    assert decoder.flush() == ""


def test_p22_a_cut_character_is_flushed_at_the_end() -> None:
    decoder = StreamDecoder()
    assert decoder.push("한".encode()[:2]) == ""
    assert decoder.flush() == "\ufffd"


def test_bytes_that_are_no_character_do_not_crash() -> None:
    assert StreamDecoder().push(b"a\xffb") == "a\ufffdb"


def test_a_stop_string_in_pieces_is_never_shown() -> None:
    matcher = StopMatcher(["THE END"])
    shown = [matcher.push(piece) for piece in ("Once", " TH", "E E", "ND more")]
    assert "".join(shown) == "Once "
    assert matcher.stopped


def test_what_only_looked_like_a_stop_string_is_shown() -> None:
    matcher = StopMatcher(["THE END"])
    assert matcher.push("THE E") == ""
    assert matcher.push("GG") == "THE EGG"
    assert matcher.push("THE") + matcher.flush() == "THE"
    assert not matcher.stopped


def test_the_earliest_of_several_stops_wins() -> None:
    matcher = StopMatcher(["c", "b"])
    assert matcher.push("abc") == "a"
