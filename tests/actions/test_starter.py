import pytest

from responder.actions.rendering import check, fill
from responder.actions.starter import starters
from responder.core.templates import Template

KNOWN = {"business": "Biscuiterie", "customer": {"first_name": "Josée"}}


def test_the_set_has_twelve_templates_with_a_code_each() -> None:
    assert len({template.code for template in starters()}) == 12
    assert starters() == starters()


@pytest.mark.parametrize("template", starters(), ids=lambda template: str(template.code))
def test_each_speaks_english_and_french_and_asks_for_the_same_variables(template: Template) -> None:
    assert set(template.texts) == {"en", "fr"}
    blanks = []
    for text in template.texts.values():
        check(text)
        filled = fill(text, KNOWN)
        assert "Josée" in filled.text
        assert filled.caret <= len(filled.text)
        blanks.append({blank.name for blank in filled.blanks})
    assert blanks[0] == blanks[1]
