"""How often each endpoint may be asked in a quarter of an hour, by one user."""

from responder.practice.x.world import SECOND, Trouble, World

WINDOW = 900 * SECOND
PER_WINDOW = {
    "me": 75, "mentions": 300, "timeline": 900, "search": 300, "lookup": 900, "dms": 15, "create": 100, "delete": 50,
    "hide": 50, "like": 50, "whisper": 15, "forget": 50, "upload": 500, "describe": 500,
}  # fmt: skip


class Limits:
    """Counts, and refuses what is too much."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.most = dict(PER_WINDOW)
        self._used: dict[str, tuple[int, int]] = {}

    def count(self, route: str) -> dict[str, str]:
        """Count a request; return what its answer says about the limit. Raises Trouble."""
        began, used = self._window(route)
        if used >= self.most[route]:
            raise Trouble(429, "Too Many Requests", "Too Many Requests")
        self._used[route] = began, used + 1
        return self.headers(route)

    def headers(self, route: str) -> dict[str, str]:
        """Return what an answer says about the limit."""
        began, used = self._window(route)
        return {
            "x-rate-limit-limit": str(self.most[route]),
            "x-rate-limit-remaining": str(max(0, self.most[route] - used)),
            "x-rate-limit-reset": str((began + WINDOW) // SECOND),
        }

    def _window(self, route: str) -> tuple[int, int]:
        now = self._world.now()
        began, used = self._used.get(route, (now, 0))
        return (began, used) if began <= now < began + WINDOW else (now, 0)
