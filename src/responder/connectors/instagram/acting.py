"""What is done to comments: hidden, shown, deleted. What is so already stays so."""

from responder.connectors.instagram import words
from responder.connectors.instagram.api import Api
from responder.connectors.instagram.parse import Comment
from responder.connectors.instagram.sending import NO_SUCH_FIELD, private
from responder.core.errors import Gone, NotPossible, Refused
from responder.core.ports import Act
from responder.net.graph.client import RefusedBy


class Deeds:
    """Acts as our account."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def do(self, act: Act) -> None:
        """Hide, show or delete a comment; what is so already stays so."""
        if private(act.remote_id):
            raise Refused(words.ONLY_COMMENTS)
        match act.verb:
            case "hide" | "unhide":
                comment = await self._comment(act.remote_id)
                hidden = act.verb == "hide"
                if bool(comment.hidden) != hidden:
                    form = {"hide": "true" if hidden else "false"}
                    await self._api.line.write("POST", act.remote_id, form, once=False)
            case "delete":
                try:
                    await self._api.line.write("DELETE", act.remote_id, once=False)
                except Gone:
                    return
            case "edit":
                raise Refused(words.NO_EDIT)
            case _:
                raise NotPossible(f"Instagram cannot {act.verb} a comment")

    async def _comment(self, key: str) -> Comment:
        """Return a comment; a post has not all the fields of one."""
        try:
            return await self._api.comment(key)
        except RefusedBy as error:
            if error.code != NO_SUCH_FIELD:
                raise
            raise Refused(words.NO_POST) from error
