"""The signature: made from the member's profile, never typed."""

from responder.core.accounts import Member


def signature(member: Member) -> str:
    """Return how a member signs: `— Marie`; nothing for a member without a name."""
    name = " ".join(member.signature.split()).lstrip("—–- ") or first_name(member.name)
    return f"— {name}" if name else ""


def first_name(name: str) -> str:
    """Return the first word of a name."""
    return next(iter(name.split()), "")


def signed(text: str, member: Member) -> str:
    """Return the text as it goes out: with the member's signature at its end, once."""
    words, mark = text.rstrip(), signature(member)
    if not mark:
        return words
    while words.endswith(mark):
        words = words[: -len(mark)].rstrip()
    return f"{words}\n{mark}"
