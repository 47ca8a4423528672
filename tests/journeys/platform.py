"""The whole platform as an operator runs it: `python -m app run` on a database of its own, nobody's data in it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60


def free_port() -> int:
    """A port with a free one after it, for the local Stripe."""
    for _ in range(50):
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no two free ports in a row")


class Platform:
    def __init__(self, database_url: str, var: Path) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = var / "run.log"
        self.environment = {
            **{name: text for name, text in os.environ.items() if not name.startswith(("ZHIZAO", "SANDBOX"))},
            "ENVIRONMENT": "development", "HOST": "127.0.0.1", "PORT": str(port), "DATABASE_URL": database_url,
            "ZHIZAO_VAR": str(var), "PUBLIC_URL": self.url, "WEB_WORKERS": "1", "STORAGE_URL": "",
        }  # fmt: skip
        self.shifted = timedelta()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app", "run"], cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self.is_ready():
            assert self.process.poll() is None and time.monotonic() < deadline, self.log.read_text()[-3000:]
            time.sleep(0.2)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=30)

    def command(self, *words: str) -> str:
        """`python -m app …` as the operator types it."""
        done = subprocess.run(
            [sys.executable, "-m", "app", *words], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, (words, done.stdout[-2000:], done.stderr[-2000:])
        return done.stdout

    def let_pass(self, days: int = 0, *, hours: int = 0) -> None:
        """Time goes by, and everything that has fallen due is done."""
        self.command("shift-clock", f"{days}d{hours}h")
        self.shifted += timedelta(days=days, hours=hours)
        self.command("tick")

    def faults(self) -> list[str]:
        """What the server's log holds that an owner would not want to see."""
        lines = self.log.read_text("utf-8", errors="replace").splitlines()
        return [line for line in lines if "ERROR" in line or "Traceback" in line]
