"""Load from outside the measured processes: wrk where the machine has it, else a small sender of our own in a process apart."""

import asyncio
import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Asked:
    """One request to send; `session` is a whole Cookie header."""

    path: str
    session: str = ""
    method: str = "GET"
    body: str = ""

    def line(self) -> str:
        return "\t".join((self.method, self.path, self.session, self.body))


@dataclass(frozen=True)
class Answers:
    """What came back. `refused` are answers of 400 and above, `broken` those that never came whole."""

    requests: int
    seconds: float
    refused: int
    broken: int
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        return (self.requests - self.refused) / self.seconds


def name() -> str:
    return "wrk" if shutil.which("wrk") else "tests/benchmarks/sender.py"


def write(asked: list[Asked], path: Path) -> Path:
    path.write_text("".join(one.line() + "\n" for one in asked))
    return path


async def load(address: str, requests: Path, clients: int, seconds: float) -> Answers:
    threads = min(2, clients)
    if shutil.which("wrk"):
        command = ["wrk", "-t", str(threads), "-c", str(clients), "-d", f"{seconds:.0f}s", "--timeout", "10s",
                   "-s", str(HERE / "wrk.lua"), address, "--", str(requests), str(threads)]  # fmt: skip
    else:
        command = [sys.executable, str(HERE / "sender.py"), address, str(requests), str(clients), str(seconds)]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
    said = (await process.communicate())[0].decode()
    line = next((one for one in said.splitlines() if one.startswith("RESULT ")), None)
    if line is None:
        raise RuntimeError(f"{command[0]} said: {said}")
    found = json.loads(line.removeprefix("RESULT "))
    return Answers(
        found["requests"], found["microseconds"] / 1e6, found["refused"], found["broken"], found["p50"] / 1e3, found["p99"] / 1e3
    )
