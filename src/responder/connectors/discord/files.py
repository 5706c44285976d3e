"""Files beside messages. Their addresses expire within a day, so that the message is asked for again before each."""

import re
from urllib.parse import urlsplit

from responder.connectors.discord import parse, words
from responder.connectors.discord.api import Api
from responder.connectors.discord.parse import Written
from responder.core.clock import Clock
from responder.core.errors import Gone, Malformed, Refused
from responder.core.ports import MOST_ATTACHED, Attached
from responder.net.payloads import decoded
from responder.net.pictures import Pictures

_ADDRESS = re.compile(r"discord:(\d{1,20})/(\d{1,20})/(\d{1,20})", re.ASCII)


async def fetched(api: Api, clock: Clock, address: str) -> Attached:
    """Return the file at an address of `parse.address`. The bot's token goes to Discord's API only, not to where files lie."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise Refused(words.NO_FILE_OF_OURS)
    answer = await api.get(f"channels/{found[1]}/messages/{found[2]}")
    written = decoded(answer.body, Written, parse.NAME)
    file = next((one for one in written.attachments or () if one.id == found[3]), None)
    if file is None or not file.url:
        raise Gone(words.FILE_GONE)
    if (file.size or 0) > MOST_ATTACHED:
        raise Refused(words.FILE_TOO_LARGE)
    try:
        data = await Pictures(clock, (urlsplit(api.client.base).netloc,)).file(file.url)
    except Malformed as error:
        raise Refused(words.FILE_TOO_LARGE) from error
    return Attached(data, file.content_type or "application/octet-stream", file.filename or "")
