"""A practice Facebook over real HTTP on loopback, in its own thread."""

from typing import Any

from responder.core.clock import SECOND, Clock
from responder.practice.facebook.api import Api
from responder.practice.facebook.entities import Entities
from responder.practice.facebook.world import PAGE, Comment, Rating, World
from responder.practice.graph.chats import Direct, Thread
from responder.practice.graph.server import Call, GraphServer

APP, SECRET = "1234567890", "0123456789abcdef0123456789abcdef"  # it protects nothing
USER = "700"
SCOPES = (
    "pages_show_list", "pages_read_engagement", "pages_read_user_content", "pages_manage_engagement",
    "pages_manage_posts", "pages_messaging",
)  # fmt: skip


class PracticeFacebook(GraphServer):
    """One Page and those who write to it. `token` is a Page token that does not end."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        super().__init__(APP, SECRET, clock=clock, port=port)
        self.world = World(self.now)
        self.entities = Entities(self.world, self.url)
        self.api = Api(self.world, self.entities, self.tokens)
        self.token = self.tokens.issue(PAGE, "PAGE", SCOPES, 0).text

    def answer(self, call: Call) -> Any:
        """Return what is answered to a call. Raises Trouble."""
        return self.api.answer(call)

    def person(self) -> str:
        """Return who sits in front of the browser."""
        return USER

    # --- what people do there

    def publish(self, message: str, **more: Any) -> str:
        """Publish as the Page, or as `who`; return the post's id."""
        who = more.pop("who", "")
        return self.run(lambda: self.world.post(message, self.world.person(who) if who else PAGE, **more).id)

    def comment(self, under: str, text: str, who: str = "Zoë", *, ago: float = 0) -> str:
        """Comment as somebody, so many seconds ago; return the comment's id."""

        def write() -> Comment:
            return self.world.comment(under, text, self.world.person(who), ago=round(ago * SECOND))

        return self.run(write).id

    def answer_as_page(self, under: str, text: str) -> str:
        """Answer from the Page's own app."""
        return self.run(lambda: self.world.comment(under, text, PAGE).id)

    def message(self, text: str, who: str = "Zoë", *, ago: float = 0, picture: str = "") -> str:
        """Write to the Page in Messenger; return the message's id."""

        def write() -> Direct:
            thread = self.world.thread_with(self.world.person(who, "2"))
            return self.world.write(thread, thread.person, text, ago=round(ago * SECOND), picture=picture)

        return self.run(write).id

    def message_as_page(self, to: str, text: str) -> str:
        """Answer in Messenger from the Page's own app."""

        def write() -> Direct:
            thread, _ = self._message(to)
            return self.world.write(thread, PAGE, text)

        return self.run(write).id

    def recommend(
        self, text: str, who: str = "Zoë", *, kind: str = "positive", story: bool = True, ago: float = 0
    ) -> str:
        """Recommend the Page, or not; return the id of the post that stands for it."""

        def write() -> Rating:
            person = self.world.person(who)
            post = self.world.post(text, person, story=True).id if story else ""
            rating = Rating(person, self.now() - round(ago * SECOND), text, kind, story=post)
            self.world.ratings.append(rating)
            return rating

        return self.run(write).story

    def edit(self, comment: str, text: str) -> None:
        """Change a comment as its author."""
        self.run(lambda: setattr(self.world.comments[comment], "message", text))

    def delete(self, comment: str) -> None:
        """Delete a comment as its author."""
        self.run(lambda: self.world.remove(comment))

    def under(self, comment: str) -> list[Comment]:
        """Return what hangs under a comment or a post."""
        return self.run(lambda: self.world.under(comment, stream=True))

    def thread_of(self, message: str) -> list[Direct]:
        """Return the conversation that a message is in."""
        return self.run(lambda: list(self._message(message)[0].messages))

    def private(self, item: str) -> bool:
        """Say whether something was said in Messenger."""
        return self.run(lambda: self.world.message(item) is not None)

    def revoke(self) -> None:
        """Take the Page's tokens back, as a changed password does."""
        self.run(lambda: self.tokens.end(PAGE))

    def _message(self, message: str) -> tuple[Thread, Direct]:
        found = self.world.message(message)
        assert found is not None
        return found
