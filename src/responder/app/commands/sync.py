"""`responder sync`: the engine without a window, once or until interrupted."""

import asyncio
import sys
from argparse import Namespace

from responder.app import printing
from responder.app.engine import Engine
from responder.app.networks import Networks
from responder.app.secrets import ChosenSecrets
from responder.app.session import Session, opened, workspace
from responder.app.sole import sole
from responder.core.questions import Folder


def sync(options: Namespace) -> int:
    """Receive and send what is due."""
    with sole(workspace(options)), opened(options) as session:
        secrets = ChosenSecrets(session.workspace, lambda: session.settings)
        engine = Engine(session.store, session.clock, Networks(), secrets, once=options.once)
        if options.once:
            return _once(options, session, engine)
        print("Receiving and sending; Ctrl+C ends it.", file=sys.stderr)
        asyncio.run(engine.run())
    return 0


def _once(options: Namespace, session: Session, engine: Engine) -> int:
    before = {reply.id for reply in session.views.outbox()}
    problems = asyncio.run(engine.once())
    left = session.views.outbox()
    needs_reply = session.views.counters(session.desk().member.id).folders.get(Folder.NEEDS_REPLY, 0)
    handles = {account.id: account.handle for account in session.views.accounts()}
    said = {handles[account]: str(error) for account, error in problems.items()}
    sent = len(before - {reply.id for reply in left})
    deaf = {account.handle: session.store.rows().deaf(account.id) for account in session.views.accounts()}
    unheard = [(handle, f"{one.term}: {one.problem}") for handle, terms in deaf.items() for one in terms]
    if options.json:
        printing.as_json({"sent": sent, "needs_reply": needs_reply, "problems": said, "deaf": [f"{handle}: {why}" for handle, why in unheard],
                          "outbox": [printing.reply(reply) for reply in left]})  # fmt: skip
    else:
        print(f"{needs_reply} need a reply, {sent} sent, {len(left)} in the outbox")
    for handle, why in (*said.items(), *unheard):
        print(f"responder: {handle}: {why}", file=sys.stderr)
    return 1 if said or any(reply.state.stuck for reply in left) else 0
