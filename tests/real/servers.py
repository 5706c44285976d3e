"""Real servers, started and stopped by the scripts beside the project."""

import os
import random
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).parents[2]
PATIENCE = 900
"""Seconds that a first start may take: packages are installed then."""


def scripts() -> Path:
    """Return the folder of the scripts; it may not exist."""
    return Path(os.environ.get("RESPONDER_REALSERVERS", PROJECT.parent / "shared" / "realservers"))


def free_port() -> int:
    """Return a port below those that outgoing connections take by chance."""
    for port in random.sample(range(20_000, 32_000), 200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                continue
            probe.close()
            return port
    raise AssertionError("no free port")


@dataclass
class RealServer:
    """One server. `facts` is what its script says of it: addresses and passwords."""

    script: str
    environment: dict[str, str]
    facts: dict[str, str] = field(default_factory=dict)

    def start(self, **environment: str) -> "RealServer":
        """Start it; the first time takes minutes, a second start changes nothing."""
        self.facts = self._run("start", **environment)
        return self

    def adopt(self) -> bool:
        """Use one that somebody started already in this folder; say whether there is one."""
        self.facts = self._run("status", allowed=(0, 3))
        return self.facts.get("running") == "1"

    def stop(self) -> None:
        """Stop it and keep its data."""
        self._run("stop")

    def __getitem__(self, name: str) -> str:
        return self.facts[name]

    def _run(self, command: str, allowed: tuple[int, ...] = (0,), **environment: str) -> dict[str, str]:
        done = subprocess.run(
            ["bash", str(scripts() / self.script), command],
            env={**os.environ, **self.environment, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode in allowed, f"{self.script} {command}: {done.stdout}{done.stderr}"
        return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)


@dataclass
class Faulty:
    """A proxy in front of a server that does what it is told; {} lets everything through."""

    state: Path
    name: str
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, upstream: str) -> "Faulty":
        self._run("start", self.name, upstream, str(self.port))
        return self

    def set(self, rule: str) -> None:
        self._run("set", self.name, rule)

    def stop(self) -> None:
        self._run("stop", self.name)

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(
            ["bash", str(scripts() / "faults.sh"), *arguments],
            env={**os.environ, "STATE_DIR": str(self.state)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, done.stdout + done.stderr
