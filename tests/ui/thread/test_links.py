import pytest

from responder.ui.thread import links


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("See https://a.example/x.", ["https://a.example/x"]),
        ("(https://a.example/b_(c))", ["https://a.example/b_(c)"]),
        ("a http://b.example, c https://d.example/?q=1!", ["http://b.example", "https://d.example/?q=1"]),
        ("javascript:alert(1) file:///etc/passwd", []),
        ("https://", []),
    ],
)
def test_links_are_found_without_the_punctuation_around_them(text: str, urls: list[str]) -> None:
    assert [link.url for link in links.find(text)] == urls


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "", None, "data:text/html,x", "https:"]
)
def test_only_web_addresses_may_be_opened(url: str | None) -> None:
    assert not links.openable(url)


def test_the_true_target_shows_a_look_alike_letter() -> None:
    assert "xn--" in links.target("https://bаnk.example/")
