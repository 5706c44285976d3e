"""Files that people sent: fetched with the bot's token, which is in no address that leaves here."""

import mimetypes
from urllib.parse import quote, unquote

from responder.connectors.telegram import parse, words
from responder.connectors.telegram.api import Api
from responder.connectors.telegram.shapes import Stored
from responder.core.errors import Refused
from responder.core.ports import MOST_ATTACHED, Attached


async def fetched(api: Api, address: str) -> Attached:
    """Return the file at an address of `parse.address`. Raises Gone or Refused."""
    scheme, _, rest = address.partition(":")
    file_id, _, name = rest.partition("/")
    if scheme != "telegram" or not parse.FILE_ID.fullmatch(file_id):
        raise Refused(words.NO_FILE_OF_OURS)
    stored = parse.result((await api.read("getFile", {"file_id": file_id})).body, Stored)
    if (stored.file_size or 0) > MOST_ATTACHED:
        raise Refused(words.FILE_TOO_LARGE)
    path = _path(stored.file_path)
    answer = await api.file(path)
    name = unquote(name) or unquote(path.rpartition("/")[2])
    return Attached(answer.body, mimetypes.guess_type(name)[0] or "application/octet-stream", name)


def _path(said: str) -> str:
    """Return a path for the address. A server of one's own may tell of its disk instead (its --local mode)."""
    parts = said.split("/")
    if not said.isprintable() or any(part in ("", ".", "..") for part in parts) or ":" in parts[0]:
        raise Refused(words.FILE_ELSEWHERE)
    return quote(said)
