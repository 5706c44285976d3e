"""Ids: the same for everybody who knows the same facts, rising for what people do."""

from responder.core import ids


def test_a_message_has_the_same_id_on_every_device() -> None:
    assert ids.message_id("mastodon", "a.example", "1") == ids.message_id("mastodon", "a.example", "1")


def test_the_same_number_on_two_servers_is_two_messages() -> None:
    assert ids.message_id("mastodon", "a.example", "1") != ids.message_id("mastodon", "b.example", "1")


def test_a_message_its_conversation_and_its_author_never_share_an_id() -> None:
    made = {f("mastodon", "a.example", "1") for f in (ids.message_id, ids.conversation_id, ids.contact_id)}
    assert len(made) == 3


def test_drawn_ids_are_version_7_and_rise_with_time() -> None:
    drawn = ids.new_id()
    assert (drawn.version, drawn.variant) == (7, "specified in RFC 4122")
    assert drawn.int >> 80 <= ids.new_id().int >> 80
