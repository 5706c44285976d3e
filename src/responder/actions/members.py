"""The people of the team."""

from concurrent.futures import Future

from responder.actions.desk import Desk
from responder.actions.then import then
from responder.core.accounts import Member
from responder.core.errors import NotPossible
from responder.core.events import MemberSaved
from responder.core.ids import member_stream
from responder.store.store import Appended, Write


def save(desk: Desk, member: Member) -> Future[None]:
    """Keep a member's profile. Raises NotPossible for one without an id or a real name."""
    if not member.id.strip() or not member.name.strip():
        raise NotPossible("A member needs a name: customers are answered by real people.")

    def nothing(done: Appended) -> None:
        return None

    write = desk.pen().write
    stream = member_stream(member.id)
    return then(desk.store.transact(lambda rows: Write(write(rows, stream, [MemberSaved(member)]))), nothing)
