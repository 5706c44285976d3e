import pytest

from responder.core.clock import SECOND
from responder.core.errors import KeyringLocked, Malformed, Refused, SignInNeeded, Throttled, Unreachable
from responder.ingest.policy import Verdict, after


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (Unreachable("no line"), Verdict("retrying", SECOND)),
        (Malformed("not JSON", b""), Verdict("retrying", SECOND)),
        (Refused("403"), Verdict("retrying", SECOND)),
        (Throttled("slowly", 90), Verdict("retrying", 90 * SECOND)),
        (KeyringLocked("locked"), Verdict("retrying", 60 * SECOND)),
        (SignInNeeded("revoked"), Verdict("sign-in", None)),
    ],
)
def test_what_follows_depends_on_the_failure(error: Exception, verdict: Verdict) -> None:
    assert after(error, 1, 0, 1.0) == verdict


def test_pauses_grow_to_two_minutes() -> None:
    pauses = [after(Unreachable("x"), failures, 0, 1.0).retry_at for failures in (1, 2, 3, 50)]
    assert pauses == [SECOND, 2 * SECOND, 4 * SECOND, 120 * SECOND]
