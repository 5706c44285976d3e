"""What the picker works with."""

from collections.abc import Sequence
from dataclasses import dataclass

from responder.core.questions import TemplateUse
from responder.core.settings import Settings
from responder.ui.composer.situation import Situation
from responder.views.composing import Mode


@dataclass(frozen=True)
class Offered:
    """What the picker works with: the templates, the conversation, and the person's settings."""

    known: Sequence[TemplateUse]
    situation: Situation
    mode: Mode
    settings: Settings
