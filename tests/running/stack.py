"""The whole of 智造 as real processes, for tests that kill some of them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.1)


class Stack:
    def __init__(self, var: Path) -> None:
        self.var, self.port, self.sandbox_port = var, free_port(), free_port()
        self.said = var.with_suffix(".log")

    @property
    def environment(self) -> dict[str, str]:
        place = {"ZHIZAO_VAR": str(self.var), "PORT": str(self.port), "SANDBOX_PORT": str(self.sandbox_port)}
        return {**os.environ, **place, "DATABASE_URL": "", "WEB_WORKERS": "1"}

    def start(self, **more: object) -> "subprocess.Popen[bytes]":
        streams = {"stdin": subprocess.DEVNULL, "stdout": self.said.open("ab"), "stderr": subprocess.STDOUT} | more
        return subprocess.Popen([sys.executable, "-m", "app", "run"], cwd=ROOT, env=self.environment, **streams)  # type: ignore[call-overload]

    def refused(self, **more: str) -> str:
        """What a start that must fail says, its one sentence."""
        command, environment = [sys.executable, "-m", "app", "run"], self.environment | more
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30)
        assert done.returncode == 1
        return done.stderr.strip()

    def is_ready(self) -> bool:
        try:
            sandbox = httpx.get(f"http://127.0.0.1:{self.sandbox_port}/", timeout=2)
            return sandbox.status_code < 500 and httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def until_ready(self, seconds: float = 30) -> None:
        until(self.is_ready, seconds, f"ready; it said {self.said.read_text() if self.said.exists() else 'nothing'}")

    def family(self) -> dict[int, str]:
        """Every living process of this stack, wherever it hangs in the tree."""
        found = {}
        for process in psutil.process_iter():
            try:
                if process.status() != psutil.STATUS_ZOMBIE and process.environ().get("ZHIZAO_VAR") == str(self.var):
                    found[process.pid] = " ".join(process.cmdline())
            except (psutil.Error, OSError):
                continue
        return found

    def main_process(self, sign: str) -> psutil.Process:
        """The oldest process whose command line holds the sign."""
        return min((psutil.Process(pid) for pid, command in self.family().items() if sign in command), key=lambda each: each.pid)

    def end(self) -> None:
        for pid in self.family():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
