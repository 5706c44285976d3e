"""Signing in, and what needs no sign-in (RFC 3501, 6.1 and 6.2; RFC 2971)."""

import base64

from responder.practice.mailbox.session import Handler, No, Session
from responder.practice.mailbox.syntax import Word, text


async def capability(on: Session, rest: list[Word]) -> str:
    """Say what the server can do."""
    on.say(f"* CAPABILITY {on.world.able}\r\n".encode())
    return "OK done"


async def login(on: Session, rest: list[Word]) -> str:
    """Sign in with a password."""
    return _entered(on, text(rest[0]), text(rest[1]), on.world.users)


async def authenticate(on: Session, rest: list[Word]) -> str:
    """Sign in with a mechanism of SASL."""
    mechanism = text(rest[0]).upper()
    if len(rest) < 2:
        on.say(b"+ \r\n")
        await on.writer.drain()
        rest = [*rest, (await on.reader.readline()).strip()]
    said = base64.b64decode(text(rest[1])).decode()
    if mechanism == "PLAIN":
        _, user, password = said.split("\0")
        return _entered(on, user, password, on.world.users)
    if mechanism == "XOAUTH2":
        user, bearer = said.split("\x01")[:2]
        token = bearer.removeprefix("auth=Bearer ")
        return _entered(on, user.removeprefix("user="), token, on.world.tokens)
    raise No("[CANNOT] another way, please")


def _entered(on: Session, user: str, secret: str, known: dict[str, str]) -> str:
    if known.get(user) != secret or not secret:
        raise No("[AUTHENTICATIONFAILED] Authentication failed.")
    on.user = user
    return f"OK [CAPABILITY {on.world.able}] Logged in"


async def identify(on: Session, rest: list[Word]) -> str:
    """Say who we are."""
    on.say(b'* ID ("name" "practice")\r\n')
    return "OK done"


async def noop(on: Session, rest: list[Word]) -> str:
    """Do nothing, and tell the news."""
    return "OK done"


async def logout(on: Session, rest: list[Word]) -> str:
    """Say good-bye."""
    on.say(b"* BYE until next time\r\n")
    return "OK done"


COMMANDS: dict[str, Handler] = {
    "CAPABILITY": capability,
    "LOGIN": login,
    "AUTHENTICATE": authenticate,
    "ID": identify,
    "NOOP": noop,
    "CHECK": noop,
    "LOGOUT": logout,
}
