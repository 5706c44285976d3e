from responder.ui.thread.strong import Span, parted, strong


def test_strong_words_keep_their_place_in_the_sentence() -> None:
    assert parted(f"{strong('Marie')} took it") == ("Marie took it", (Span(0, 5),))


def test_marks_of_a_stranger_are_dropped() -> None:
    assert parted(strong("a\x03b\x02c")) == ("abc", (Span(0, 3),))
