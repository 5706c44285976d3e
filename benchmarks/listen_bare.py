"""The least that can listen: prints each event of a stream and its moment. `listen_bare URL TOKEN`."""

import asyncio
import json
import sys
import time

import httpx
from httpx_ws import AsyncWebSocketSession, aconnect_ws


async def main(url: str, token: str) -> None:
    """Listen until the line ends."""
    address = f"{url.replace('http', 'ws', 1)}/api/v1/streaming?stream=user"
    headers = {"Authorization": f"Bearer {token}"}
    session = AsyncWebSocketSession
    async with (
        httpx.AsyncClient() as client,
        aconnect_ws(address, client, headers=headers, session_class=session) as socket,
    ):
        print("null", flush=True)
        while True:
            text = await socket.receive_text()
            at = time.monotonic()
            event = json.loads(text)
            if event.get("event") == "notification":
                print(json.dumps((json.loads(event["payload"])["status"]["id"], at)), flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
