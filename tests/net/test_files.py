"""A form with files in it is a multipart one."""

import httpx

from responder.core.clock import SystemClock
from responder.net.client import Client


async def test_files_go_as_parts_of_the_form_with_their_names_and_types() -> None:
    seen: list[bytes] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.extend((request.headers["content-type"].encode(), request.content))
        return httpx.Response(200)

    client = Client("https://one.example", SystemClock(), transport=httpx.MockTransport(handler))
    await client.write(
        "POST", "/a", form={"caption": "é"}, files={"photo": ("a.png", b"\x89PNG", "image/png")}
    )
    await client.aclose()
    kind, body = seen
    assert kind.startswith(b"multipart/form-data; boundary=")
    assert b'name="photo"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n' in body
    assert b'name="caption"\r\n\r\n\xc3\xa9\r\n' in body
