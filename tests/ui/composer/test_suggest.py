from responder.core.conversations import Conversation
from responder.core.ids import new_id
from responder.core.questions import TemplateUse
from responder.core.templates import Template
from responder.ui.composer import suggest


def use(name: str, used: int = 0, **more: object) -> TemplateUse:
    texts = more.pop("texts", {"en": "x"})
    return TemplateUse(Template(new_id(), name, name.lower().replace(" ", "-"), texts, **more), used)  # type: ignore[arg-type]


ROW = Conversation(new_id(), network="x", tags=("Web shop",))


def names(found: list[TemplateUse]) -> list[str]:
    return [one.template.name for one in found]


def test_the_best_share_a_tag_then_are_used_most() -> None:
    known = [use("Often", 40), use("Tagged", tags=("web shop",)), use("Never")]
    assert names(suggest.suggested(known, ROW, "en")) == ["Tagged", "Often", "Never"]


def test_another_language_or_network_is_not_suggested() -> None:
    known = [
        use("French", texts={"fr": "x"}),
        use("Mastodon", networks=("mastodon",)),
        use("Here", networks=("x",)),
    ]
    assert names(suggest.suggested(known, ROW, "en")) == ["Here"]


def test_what_was_typed_narrows_every_group() -> None:
    known = [
        use("Checkout problem"),
        use("Address check", tags=("orders",), texts={"fr": "x"}),
        use("Thanks"),
    ]
    found = suggest.groups(known, ROW, "en", "check")
    assert [(group.title, names(list(group.templates))) for group in found] == [
        ("Best for this conversation", ["Checkout problem"]), ("Orders", ["Address check"]),
    ]  # fmt: skip


def test_a_code_typed_whole_is_meant() -> None:
    found = suggest.exact([use("Nuts")], "NUTS")
    assert found is not None
    assert suggest.exact([use("Nuts")], "nut") is None
    assert suggest.exact([use("Nuts")], "") is None
