"""Checks an answer against the published lexicons (atproto.com/specs/lexicon): types, what is required, formats, lengths."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import regex

FOLDER = Path(__file__).parents[3] / "shared" / "specs" / "bluesky" / "lexicons"

_DID = r"did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]"
_HANDLE = r"([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_NSID = r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z0-9-]+)+"
_FORMATS = {
    "did": _DID,
    "handle": _HANDLE,
    "at-uri": rf"at://({_DID}|{_HANDLE})(/{_NSID}(/[a-zA-Z0-9._:~-]+)?)?",
    "cid": r"baf[a-z2-7]{50,}",
    "uri": r"[a-z][a-z.+-]*:\S+",
    "language": r"[a-z]{2,3}(-[A-Za-z0-9-]+)?",
}


@cache
def lexicon(nsid: str) -> dict[str, Any]:
    """Return the definitions of a lexicon."""
    text = (FOLDER / Path(*nsid.split(".")).with_suffix(".json")).read_text("utf-8")
    found: dict[str, Any] = json.loads(text)["defs"]
    return found


def problems(nsid: str, answer: Any) -> list[str]:
    """Return what an answer to a method has that its lexicon does not allow."""
    return list(_check(lexicon(nsid)["main"]["output"]["schema"], answer, nsid, ""))


def record_problems(record: dict[str, Any]) -> list[str]:
    """Return what a record has that its lexicon does not allow."""
    nsid = record["$type"]
    return list(_check(lexicon(nsid)["main"]["record"], record, nsid, ""))


def _check(schema: dict[str, Any], value: Any, nsid: str, at: str) -> Iterator[str]:
    match schema["type"]:
        case "ref":
            yield from _check(*_target(schema["ref"], nsid, value), at)
        case "union":
            yield from _union(schema, value, nsid, at)
        case "object":
            yield from _object(schema, value, nsid, at)
        case "array":
            yield from _array(schema, value, nsid, at)
        case "string":
            yield from _string(schema, value, at)
        case "unknown" | "blob":
            if not isinstance(value, dict):
                yield f"{at}: no object"
            elif value.get("$type") == "app.bsky.feed.post":
                yield from (f"{at}{one}" for one in record_problems(value))
        case "integer" if isinstance(value, bool) or not isinstance(value, int):
            yield f"{at}: no integer"
        case "boolean" if not isinstance(value, bool):
            yield f"{at}: no boolean"


def _target(ref: str, nsid: str, value: Any) -> tuple[dict[str, Any], Any, str]:
    home, _, name = ref.partition("#")
    home = home or nsid
    return lexicon(home)[name or "main"], value, home


def _union(schema: dict[str, Any], value: Any, nsid: str, at: str) -> Iterator[str]:
    kind = value.get("$type") if isinstance(value, dict) else None
    whole = {ref if not ref.startswith("#") else nsid + ref: ref for ref in schema["refs"]}
    if kind not in whole:
        yield f"{at}: {kind} is none of the union"
    else:
        yield from _check(*_target(whole[kind], nsid, value), at)


def _object(schema: dict[str, Any], value: Any, nsid: str, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: no object"
        return
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}.{name} is missing"
    for name, part in schema.get("properties", {}).items():
        if name in value:
            yield from _check(part, value[name], nsid, f"{at}.{name}")


def _array(schema: dict[str, Any], value: Any, nsid: str, at: str) -> Iterator[str]:
    if not isinstance(value, list) or len(value) > schema.get("maxLength", len(value)):
        yield f"{at}: no array, or too long"
        return
    for number, part in enumerate(value):
        yield from _check(schema["items"], part, nsid, f"{at}[{number}]")


def _string(schema: dict[str, Any], value: Any, at: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{at}: no string"
        return
    if len(value.encode()) > schema.get("maxLength", 10**9):
        yield f"{at}: too many bytes"
    if len(regex.findall(r"\X", value)) > schema.get("maxGraphemes", 10**9):
        yield f"{at}: too many graphemes"
    form = schema.get("format")
    if form == "datetime" and datetime.fromisoformat(value).tzinfo is None:
        yield f"{at}: a time without a zone"
    if form in _FORMATS and not re.fullmatch(_FORMATS[form], value):
        yield f"{at}: {value!r} is no {form}"
