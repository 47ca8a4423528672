"""A local Stripe in a process of its own, for tests, and someone who listens to its webhooks."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import msgspec
import stripe

from app.running.child import birth

ROOT = Path(__file__).resolve().parents[3]
# The SDK's client; its typed parameters would only be in a test's way.
Shop = Any
KEY = "sk_test_local_sandbox"


# One for all: making a client costs more than most requests here.
browser = httpx.Client(timeout=20, verify=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], Any], seconds: float = 25) -> Any:
    """What it gives once it gives something."""
    until = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < until, "it never came true"
        time.sleep(0.02)
    return found


def said(refusal: Any) -> Any:
    """The error in a refused answer."""
    return refusal.value.error


class LocalStripe:
    def __init__(self, database_url: str, public_url: str) -> None:
        self.database_url, self.public_url, self.port = database_url, public_url, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        env = {**os.environ, "DATABASE_URL": self.database_url, "PUBLIC_URL": self.public_url, "ENVIRONMENT": "test"}
        env |= {"SANDBOX_PORT": str(self.port), "PYTHONPATH": str(ROOT)}
        where = ["--interface", "asgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"]
        command = [sys.executable, "-m", "granian", *where, "--log-level", "error", "payments.sandbox.main:app"]
        self._process = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True, preexec_fn=birth())
        wait_until(self._is_up, 20)

    def _is_up(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "the local Stripe ended by itself"
        try:
            return browser.get(f"{self.url}/healthz", timeout=1).status_code == 200
        except httpx.HTTPError:
            return False

    def kill(self) -> None:
        """As hard as it gets, children included."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self.kill()

    def client(self, retries: int = 0) -> Shop:
        stripe.enable_telemetry = False
        http = stripe.HTTPXClient(timeout=10, verify_ssl_certs=False)
        return stripe.StripeClient(KEY, base_addresses={"api": self.url}, http_client=http, max_network_retries=retries)

    def control(self, method: str, path: str, **body: Any) -> Any:
        headers = {"authorization": f"Bearer {KEY}"}
        answer = browser.request(method, f"{self.url}/_sandbox/{path}", json=body or None, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fault(self, kind: str, match: str, **more: Any) -> None:
        self.control("POST", "faults", kind=kind, match=match, **more)

    def choose(self, page: str, outcome: str, method: str = "card") -> httpx.Response:
        """What the person does on the hosted page."""
        return browser.post(page, data={"method": method, "outcome": outcome, "confirm": "yes"})


class Heard:
    """A webhook that arrived: its bytes and its signature."""

    def __init__(self, body: bytes, signature: str) -> None:
        self.body, self.signature = body, signature
        self.event: dict[str, Any] = msgspec.json.decode(body)


class Listener:
    """The shop's side of the webhooks; `refuses` deliveries are answered 500 first."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.refuses = 0
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                listener.heard.append(Heard(body, self.headers["stripe-signature"]))
                refused = listener.refuses > 0
                listener.refuses -= refused
                self.send_response(500 if refused else 200)
                self.send_header("content-length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def about(self, object_id: str, type_: str = "") -> list[Heard]:
        return [h for h in list(self.heard) if h.event["data"]["object"]["id"] == object_id and type_ in ("", h.event["type"])]

    def wait_for(self, object_id: str, type_: str, times: int = 1, seconds: float = 25) -> list[Heard]:
        return wait_until(lambda: found if len(found := self.about(object_id, type_)) >= times else None, seconds)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
