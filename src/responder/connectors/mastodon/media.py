"""Pictures for an answer: uploaded first, each with its description, then named in the post."""

import asyncio

from msgspec import Struct

from responder.connectors.mastodon.api import Api
from responder.core.clock import Clock
from responder.core.errors import Refused, Throttled, Uncertain, Unreachable
from responder.core.ports import Upload

UPLOAD, LOOK = "/api/v2/media", "/api/v1/media/"
PAUSE = 1.0
"""Seconds between two looks whether a server is done with a picture."""
LOOKS = 60


class _Media(Struct):
    id: str | int


async def upload(api: Api, clock: Clock, files: tuple[Upload, ...]) -> list[str]:
    """Return the ids of uploaded pictures. A failure leaves nothing published: it is never Uncertain.

    docs.joinmastodon.org/methods/media/#v2: 202 means that the server is still at work, 206 that it still is.
    """
    return [await _one(api, clock, file) for file in files]


async def _one(api: Api, clock: Clock, file: Upload) -> str:
    try:
        data = await asyncio.to_thread(file.path.read_bytes)
    except OSError as error:
        raise Refused(f"The file that goes with this answer cannot be read: {error.strerror}") from error
    form = {"description": file.description} if file.description else {}
    part = {"file": (file.path.name, data, file.type)}
    try:
        answer = await api.client.write("POST", UPLOAD, form=form, files=part, once=False)
    except Uncertain as error:
        raise Unreachable(str(error)) from error
    made = str(answer.decode(_Media).id)
    if answer.status == 202:
        await _ready(api, clock, made)
    return made


async def _ready(api: Api, clock: Clock, media: str) -> None:
    for _ in range(LOOKS):
        if (await api.client.get(LOOK + media)).status != 206:
            return
        await clock.sleep(PAUSE)
    raise Throttled("The server is still at work on the picture: it is asked again later.", 60.0)
