"""Templates: kept, filled, and harmless whatever their author writes."""

import contextlib
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responder.actions.desk import Desk
from responder.actions.rendering import LONGEST, check, fill
from responder.actions.templates import remove, render, save, text_for, values
from responder.actions.wording import blanks
from responder.core.conversations import Conversation
from responder.core.errors import NotPossible
from responder.core.settings import Settings
from responder.core.templates import Template
from responder.store.store import Store
from tests.scripted import CONVERSATION, MARIE, done

KNOWN: dict[str, Any] = {"business": "Biscuiterie", "customer": {"first_name": "Ana", "name": ""}}


def template(code: str = "hi", number: int = 1, text: str = "Hello {{ customer.first_name }}") -> Template:
    return Template(UUID(int=number), "Greeting", code, {"en": text, "fr": "Bonjour"})


def test_variables_come_from_the_conversation_the_member_and_the_settings() -> None:
    row = Conversation(CONVERSATION, name="Ana Lima", handle="ana")
    settings = Settings(business="Biscuiterie", variables={"refund_days": "14"})
    text = (
        "{{customer.first_name}} {{customer.name}} {{customer.handle}} {{member.first_name}} {{member.name}}"
        " {{member.signature}} {{business}} {{network}} {{refund_days}}"
    )
    filled = render(template(text=text), "en", values(row, MARIE, settings, "Mastodon"))
    assert filled.text == "Ana Ana Lima ana Marie Marie Curie — Marie Biscuiterie Mastodon 14"


def test_what_is_missing_or_empty_becomes_a_blank_with_its_name() -> None:
    filled = fill("{{ customer.name }} {{ customer.age }} {{ sent_on }} {{ customer }}", KNOWN)
    assert filled.text == "⟦customer.name⟧ ⟦customer.age⟧ ⟦sent_on⟧ ⟦customer⟧"
    assert [filled.text[b.start : b.start + b.length] for b in filled.blanks] == filled.text.split(" ")
    assert [b.name for b in filled.blanks] == ["customer.name", "customer.age", "sent_on", "customer"]


def test_an_author_may_say_what_to_do_without_a_name() -> None:
    source = (
        "Hello{% if customer.name %} {{ customer.name }}{% endif %}, {{ customer.name|default('friend') }}"
    )
    assert fill(source, KNOWN).text == "Hello, friend"


def test_an_unknown_variable_decides_nothing() -> None:
    with pytest.raises(NotPossible, match="custmer"):
        fill("{% if custmer %}x{% endif %}", KNOWN)


def test_the_caret_goes_where_the_mark_is_or_to_the_end() -> None:
    assert fill("ab{{ cursor }}cd", {}).caret == 2
    assert fill("ab{{ cursor }}cd", {}).text == "abcd"
    assert fill("abcd", {}).caret == 4


def test_a_customers_name_is_never_code_nor_a_blank() -> None:
    filled = fill("{{ customer.name }}", {"customer": {"name": "{{ 7*7 }}⟦x⟧\u202e\x00"}})
    assert filled.text == "{{ 7*7 }}[x]"
    assert filled.blanks == ()


HOSTILE = [
    "{{ ''.__class__.__mro__ }}",
    "{{ customer.__class__ }}",
    "{{ customer['x'] }}",
    "{% for a in range(999999999) %}{% endfor %}",
    "{% for a in 'x' recursive %}{{ loop('x') }}{% endfor %}",
    "{{ 'a' * 999999999 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 'x'|center(999999999) }}",
    "{{ 'x'|attr('y') }}",
    "{{ lipsum() }}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% include 'secrets' %}",
    "{% extends 'x' %}",
    "{% import 'os' as os %}",
    "{% set x = 1 %}",
    "{% block a %}{{ self.a() }}{% endblock %}",
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{% if true %}" * 300 + "x" + "{% endif %}" * 300,
    "{{ " + "not " * 2000 + "1 }}",
    "{{ open",
    "{% raw",
    "x" * (LONGEST + 1),
]


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: str(source)[:24])
def test_a_hostile_template_is_refused_in_words(source: str) -> None:
    with pytest.raises(NotPossible):
        check(source)
    with pytest.raises(NotPossible):
        fill(source, KNOWN)


@given(st.text(st.sampled_from("{}%| .()[]'\"abcfor if not customer name*~-+endi\n"), max_size=120))
def test_any_text_renders_or_is_refused_in_words(source: str) -> None:
    with contextlib.suppress(NotPossible):
        assert len(fill(source, KNOWN).text) < 1_000


@given(st.text())
def test_blanks_are_found_wherever_they_stand(text: str) -> None:
    for blank in blanks(text + "⟦a b⟧" + text):
        assert (text + "⟦a b⟧" + text)[blank.start : blank.start + blank.length] == f"⟦{blank.name}⟧"


@pytest.mark.parametrize(("asked", "found"), [("fr", "fr"), ("fr-CA", "fr"), ("de", "en"), (None, "en")])
def test_the_language_of_the_customer_is_preferred(asked: str | None, found: str) -> None:
    assert text_for(template(), asked)[1] == found


def test_a_template_is_saved_and_put_away(store: Store, marie: Desk) -> None:
    done(save(marie, template()))
    assert [one.template for one in store.templates()] == [template()]
    done(remove(marie, template()))
    assert store.templates() == []


def test_a_code_is_taken_once(store: Store, marie: Desk) -> None:
    done(save(marie, template()))
    done(save(marie, template(text="Hi")))
    with pytest.raises(NotPossible, match="/hi"):
        done(save(marie, template(number=2)))


@pytest.mark.parametrize(
    "bad",
    [
        template(code="two words"),
        template(code=""),
        template(text="{% for x in y %}"),
        Template(UUID(int=1), "", "hi", {"en": "x"}),
        Template(UUID(int=1), "x", "hi", {}),
        Template(UUID(int=1), "x", "hi", {"": "x"}),
    ],
)
def test_a_template_that_cannot_be_used_is_not_saved(marie: Desk, bad: Template) -> None:
    with pytest.raises(NotPossible):
        save(marie, bad)
