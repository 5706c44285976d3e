"""What is done to comments: hidden, shown, liked, edited, deleted. What is so already stays so."""

from responder.connectors.facebook import words
from responder.connectors.facebook.api import Api
from responder.connectors.facebook.parse import Comment
from responder.connectors.facebook.sending import MESSENGER
from responder.core.errors import Gone, NotPossible, Refused
from responder.core.ports import Act
from responder.net.markup import same


class Deeds:
    """Acts as the Page."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def do(self, act: Act) -> None:
        """Do it. Raises Gone for what is not there, unless that is what was wanted."""
        if act.remote_id.startswith(MESSENGER):
            raise Refused(words.ONLY_COMMENTS)
        match act.verb:
            case "hide" | "unhide":
                await self._hide(act.remote_id, act.verb == "hide")
            case "favourite" | "unfavourite":
                likes = act.verb == "favourite"
                await self._api.line.write(
                    "POST" if likes else "DELETE", f"{act.remote_id}/likes", once=False
                )
            case "edit":
                await self._edit(act)
            case "delete":
                await self._delete(act.remote_id)
            case _:
                raise NotPossible(f"Facebook cannot {act.verb} a comment")

    async def _hide(self, key: str, hidden: bool) -> None:
        comment = await self._comment(key)
        if bool(comment.is_hidden) != hidden:
            await self._api.line.write("POST", key, {"is_hidden": "true" if hidden else "false"}, once=False)

    async def _edit(self, act: Act) -> None:
        comment = await self._comment(act.remote_id)
        if not self._api.ours.wrote(comment):
            raise Refused(words.ONLY_OURS)
        if not same(comment.message or "", act.text):
            await self._api.line.write("POST", act.remote_id, {"message": act.text}, once=False)

    async def _comment(self, key: str) -> Comment:
        thing = await self._api.thing(key)
        if not isinstance(thing, Comment):
            raise Refused(words.NO_POST)
        return thing

    async def _delete(self, key: str) -> None:
        try:
            thing = await self._api.thing(key)
            if isinstance(thing, Comment) and thing.can_remove is False:
                raise Refused(words.NOT_REMOVABLE)
            await self._api.line.write("DELETE", key, once=False)
        except Gone:
            return
