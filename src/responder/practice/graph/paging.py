"""Pages as the Graph API cuts them: opaque cursors that name the first and the last item."""

import base64
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

from responder.practice.graph.trouble import Trouble

T = TypeVar("T")


def stamp(at: int) -> str:
    """Write a time (µs) as the Graph API does: whole seconds, an offset without a colon."""
    return datetime.fromtimestamp(at // 1_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def page(
    items: Sequence[T],
    params: Mapping[str, str],
    *,
    key: Callable[[T], str],
    show: Callable[[T], dict[str, Any]],
    url: str = "",
    usual: int = 25,
    most: int = 100,
) -> dict[str, Any]:
    """Return a page of items, with cursors and the address of the next page where there is one."""
    size = min(_number(params.get("limit", str(usual))), most)
    start = _place(items, params.get("after", ""), key) if params.get("after") else 0
    shown = items[start : start + size]
    if not shown:
        return {"data": []}
    after = _cursor(start + len(shown), key(shown[-1]))
    paging: dict[str, Any] = {"cursors": {"before": _cursor(start, key(shown[0])), "after": after}}
    if start + len(shown) < len(items):
        paging["next"] = f"{url}?access_token=secret-in-a-link&limit={size}&after={after}"
    return {"data": [show(one) for one in shown], "paging": paging}


def _number(text: str) -> int:
    if not text.isdecimal():
        raise Trouble(100, "(#100) Param limit must be an integer")
    return int(text)


def _cursor(place: int, key: str) -> str:
    return base64.urlsafe_b64encode(f"{place}:{key}".encode()).decode().rstrip("=")


def _place(items: Sequence[T], cursor: str, key: Callable[[T], str]) -> int:
    """Return where a page goes on: behind the item that the cursor names, or where it was."""
    try:
        place, _, wanted = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(":")
        number = int(place)
    except ValueError as error:
        raise Trouble(100, "(#100) Invalid parameter: after") from error
    for index, one in enumerate(items):
        if key(one) == wanted:
            return index + 1
    return number
