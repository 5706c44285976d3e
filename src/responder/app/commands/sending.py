"""`responder reply`: hand an answer in; the outbox sends it."""

import sys
from argparse import Namespace
from collections.abc import Sequence

from responder.app import printing
from responder.app.answering import Answering, Wish
from responder.app.networks import Networks
from responder.app.session import opened
from responder.app.typed import standard_input
from responder.core.errors import NotPossible
from responder.core.messages import Visibility


def reply(options: Namespace) -> int:
    """Answer a conversation; 1 when the reply is held because somebody wrote meanwhile."""
    wish = Wish(
        text=_text(options),
        template=options.template,
        filled=_filled(options.set),
        language=options.language,
        visibility=Visibility(options.visibility) if options.visibility else None,
        resolve=options.resolve,
    )
    with opened(options) as session:
        row = session.conversation(options.conversation)
        answering = Answering(session.desk(options.member), session.views, Networks(), session.settings)
        done = answering.answer(row, wish)
        if options.json:
            printing.as_json({"reply": str(done.reply), "held": done.held, "why": done.why, "by": done.by})
        elif not done.held:
            print(
                "In the outbox: it goes out with the next `responder sync`, or now when the window is open."
            )
    if done.held:
        print(f"responder: held, not sent: {done.by or 'somebody'} was faster ({done.why})", file=sys.stderr)
    return int(done.held)


def _text(options: Namespace) -> str:
    if options.text is not None and options.template:
        raise NotPossible("Give a text or a template, not both")
    if options.template:
        return ""
    return options.text if options.text is not None else standard_input()


def _filled(pairs: Sequence[str]) -> dict[str, str]:
    filled = dict(pair.partition("=")[::2] for pair in pairs)
    if "" in filled or "" in filled.values():
        raise NotPossible("--set wants NAME=VALUE")
    return filled
