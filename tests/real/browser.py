"""A browser without a window: follows redirects, keeps cookies, fills the forms of a sign-in and comes back to us."""

import html
import re
from urllib.parse import urljoin

import httpx


def fields(page: str) -> dict[str, str]:
    """Return what a form of the page holds."""
    found = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page)
    return {html.unescape(name): html.unescape(value) for name, value in found}


async def sign_in(url: str, login: str, *, allow: bool = True) -> None:
    """Walk through the pages from an address until the browser is sent back to a loopback page, which it visits."""
    home = httpx.URL(url)
    async with httpx.AsyncClient(timeout=30) as http:
        answer = await http.get(url)
        for _ in range(16):
            target = answer.headers.get("location")
            if target is not None:
                target = urljoin(str(answer.url), target)
                answer = await http.get(target)
                if httpx.URL(target).port != home.port:
                    return
                continue
            answer = await _filled(http, answer, login, allow)
    raise AssertionError(f"the sign-in never ended; it stands at {answer.url}: {answer.text[:300]}")


async def _filled(http: httpx.AsyncClient, page: httpx.Response, login: str, allow: bool) -> httpx.Response:
    form = re.search(r'<form[^>]*action="([^"]+)"', page.text)
    assert form, page.text[:300]
    filled = fields(page.text)
    if 'name="login"' in page.text:
        filled |= {"login": login, "password": "x"}
    elif not allow:
        cancel = re.search(r'href="([^"]*/abort)"', page.text)
        assert cancel, page.text[:600]
        return await http.get(urljoin(str(page.url), cancel[1]))
    return await http.post(urljoin(str(page.url), form[1]), data=filled)
