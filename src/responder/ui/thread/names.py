"""Who is meant by an id in an event."""

from collections.abc import Iterable
from dataclasses import dataclass

from responder.core.accounts import Member
from responder.ui.words import tr


@dataclass(frozen=True)
class Names:
    """The team by member id. Unknown ids are shown as they are."""

    members: dict[str, Member]
    me: str = ""

    @classmethod
    def of(cls, members: Iterable[Member], me: Member) -> "Names":
        """Return the names of a team; the person at this desk is always among them."""
        known = {member.id: member for member in members}
        known.setdefault(me.id, me)
        return cls(known, me.id)

    def full(self, member: str) -> str:
        """Return a member's whole name."""
        known = self.members.get(member)
        return known.name if known is not None and known.name else member

    def first(self, member: str) -> str:
        """Return the name by which colleagues call a member."""
        return self.full(member).split(" ")[0]

    def actor(self, actor: str) -> str:
        """Return who did something: a person, a rule, or the program."""
        who, _, name = actor.partition(":")
        if who == "rule" and name:
            return tr("The rule {rule}", rule=name)
        if who == "collector" and name:
            return "Responder"
        return self.first(actor)
