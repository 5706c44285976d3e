"""Pages as servers of other makes cut them."""

import httpx
import pytest

from responder.connectors.mastodon import connector
from responder.core.accounts import Account
from responder.core.clock import SystemClock, to_iso
from responder.core.ids import new_id
from responder.core.messages import Message
from tests.connectors.contract import Memory
from tests.connectors.means import means


def mention(number: int, at: int) -> dict[str, object]:
    author = {"id": "5", "acct": "ana@cookies.example"}
    said = {"id": f"s{number}", "account": author, "created_at": to_iso(at), "content": f"no. {number}",
            "mentions": [{"id": "1", "acct": "shop"}]}  # fmt: skip
    return {"id": str(number), "type": "mention", "created_at": to_iso(at), "account": author, "status": said}


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("size", [1, 7])
async def test_small_pages_bring_as_much_of_the_past_as_large_ones(size: int, links: bool) -> None:
    clock = SystemClock()
    newest_first = [mention(number, clock.now()) for number in range(60, 0, -1)]

    def server(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/context"):
            return httpx.Response(200, json={"ancestors": [], "descendants": []})
        if request.url.path != "/api/v1/notifications":
            return httpx.Response(404, json={"error": "Record not found"})
        below = int(request.url.params.get("max_id", 1000))
        page = [one for one in newest_first if int(str(one["id"])) < below][:size]
        more = (
            {"Link": f'</api/v1/notifications?max_id={page[-1]["id"]}>; rel="next"'} if page and links else {}
        )
        return httpx.Response(200, json=page, headers=more)

    owner = Account(new_id(), "mastodon", "p.example", "1", "shop@p.example", "Shop", options={"url": "https://p.example"})  # fmt: skip
    ours = connector.open(
        owner, means("token", clock=clock, known=Memory(), once=True), httpx.MockTransport(server)
    )
    got = [item.remote_id async for batch in ours.listen(None) for item in batch.items if isinstance(item, Message)]  # fmt: skip
    await ours.aclose()
    assert sorted(got) == sorted(f"s{number}" for number in range(1, 61))
