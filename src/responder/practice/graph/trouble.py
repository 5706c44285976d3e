"""A refusal as the Graph API words it."""

from typing import Any

AUTH = (102, 190)
_STATUS = {190: 400, 102: 400, 4: 403, 17: 400, 32: 403, 613: 400, 368: 400, 1: 500, 2: 503}


class Trouble(Exception):
    """An error with its code; `status` follows from it unless it is given."""

    def __init__(self, code: int, message: str, *, subcode: int = 0, user: str = "", status: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.subcode = subcode
        self.user = user
        self.status = status or _STATUS.get(code, 403 if code == 10 or 200 <= code <= 299 else 400)

    def body(self) -> dict[str, Any]:
        """Return it as it is answered."""
        kind = "OAuthException" if self.code in (*AUTH, 10, 1, 2, 4, 100) else "GraphMethodException"
        said: dict[str, Any] = {
            "message": str(self),
            "type": kind,
            "code": self.code,
            "fbtrace_id": "AbCdEfGh",
        }
        if self.subcode:
            said["error_subcode"] = self.subcode
        if self.user:
            said |= {"error_user_title": "Not possible", "error_user_msg": self.user}
        if self.code in (1, 2):
            said["is_transient"] = True
        return {"error": said}


def gone(node: str) -> Trouble:
    """Return what is answered about an object that is not there, or may not be seen."""
    return Trouble(
        100,
        f"Unsupported get request. Object with ID '{node}' does not exist, cannot be loaded due to missing "
        "permissions, or does not support this operation",
        subcode=33,
    )
