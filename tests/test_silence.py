"""The house's own alarm must ring: each kind of noise fails a test, and silence passes."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

NOISES = {
    "warning": "import warnings\ndef test(): warnings.warn('x')",
    "log": "import logging\ndef test(): logging.getLogger('x').warning('y')",
    "task": "import asyncio\nasync def test(): globals().update(t=asyncio.create_task(asyncio.sleep(9)))",
    "thread": "import threading\ndef test(): threading.Thread(target=threading.Event().wait, args=(9,), daemon=True).start()",
    "qt": "def test(qapp):\n from PySide6.QtCore import qWarning\n qWarning('x')",
}


@pytest.fixture
def house(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> pytest.Pytester:
    pytester.makeconftest(
        (request.path.parent / "conftest.py").read_text().replace("GRACE = 3.0", "GRACE = 0.1")
    )
    pytester.makeini(
        "[pytest]\nasyncio_mode=auto\nasyncio_default_fixture_loop_scope=function\nfilterwarnings=error\nmarkers=logs\n"
    )
    return pytester


@pytest.mark.parametrize("noise", NOISES)
def test_a_noise_fails_the_test(house: pytest.Pytester, noise: str) -> None:
    house.makepyfile(NOISES[noise])
    outcomes = house.runpytest_subprocess("-q").parseoutcomes()
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) == 1


def test_silence_and_expected_noise_pass(house: pytest.Pytester) -> None:
    house.makepyfile(
        "import asyncio, logging, pytest\n"
        "async def test(): await asyncio.to_thread(int)\n"
        "@pytest.mark.logs\ndef test_said(qapp):\n"
        " from PySide6.QtCore import qWarning\n qWarning('x'); logging.getLogger('x').warning('y')"
    )
    house.runpytest_subprocess("-q").assert_outcomes(passed=2)


def test_a_skip_fails_where_everything_must_run(
    house: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    conftest = house.path / "conftest.py"
    conftest.write_text(
        conftest.read_text().replace("SHARED = Path(__file__)", f"SHARED = Path('{shared}/x/y')")
    )
    house.makepyfile("import pytest\ndef test(): pytest.skip('no server')")
    monkeypatch.delenv("CI", raising=False)
    house.runpytest_subprocess("-q").assert_outcomes(skipped=1)
    monkeypatch.setenv("CI", "true")
    house.runpytest_subprocess("-q").assert_outcomes(failed=1)
