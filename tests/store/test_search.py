"""Search: by words as people type them, newest first, whatever they type."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from responder.core.questions import Folder, InboxQuery
from responder.store.store import Store
from responder.views.views import Views
from tests.store.test_store import talk


@pytest.fixture
def full(store: Store, views: Views) -> Views:
    texts = [
        "Où est ma commande ?",
        "The café was closed",
        "naïve résumé",
        "заказ не пришёл",
        "注文はどこですか",
        "don't",
    ]
    store.append([talk(str(n), n + 10, text=text) for n, text in enumerate(texts)]).result()
    return views


@pytest.mark.parametrize(
    "typed",
    ["commande", "COMM", "ou est", "cafe", "resume\u0301", "заказ", "注文", "don't", "ana comm", "est-ma"],
)
def test_accents_case_and_unfinished_words_do_not_matter(full: Views, typed: str) -> None:
    assert len(full.search(typed)) == 1


@pytest.mark.parametrize(
    "typed", ["", "   ", '"', "comm ", "NOT", "commande AND", "xyz", "*", "text:comm", "^", "-"]
)
def test_what_means_something_to_the_index_means_nothing_to_people(full: Views, typed: str) -> None:
    assert full.search(typed) == []


def test_the_newest_comes_first(store: Store, views: Views) -> None:
    store.append([talk(str(n), n + 10, text="hello again") for n in range(5)]).result()
    assert [hit.at for hit in views.search("hello", limit=3)] == [14, 13, 12]


def test_the_words_found_are_marked(full: Views) -> None:
    assert full.search("cafe clo")[0].snippet == "The \x02café\x03 was \x02closed\x03"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=12))
def test_nothing_that_is_typed_breaks_it(full: Views, typed: str) -> None:
    full.search(typed)
    full.ids(InboxQuery(Folder.ALL, text=typed))
