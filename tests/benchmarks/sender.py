"""Where there is no wrk: as many connections as clients, each sending its next request when the last is answered."""

import asyncio
import json
import sys
import time
from functools import partial
from itertools import cycle
from urllib.parse import urlsplit

HEADERS = "Host: {host}\r\nAccept: text/html\r\nAccept-Language: zh-CN\r\nSec-Fetch-Site: same-origin\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\nHX-Request: true\r\n"


def spelled(line: str, host: str) -> bytes:
    method, path, session, body = line.rstrip("\n").split("\t")
    head = f"{method} {path} HTTP/1.1\r\n" + HEADERS.format(host=host)
    head += f"Cookie: {session}\r\n" if session else ""
    head += f"{FORM}Content-Length: {len(body)}\r\n" if method == "POST" else ""
    return f"{head}\r\n{body}".encode()


class Client(asyncio.Protocol):
    """Reads only as much of an answer as tells where it ends."""

    def __init__(self, requests: list[bytes], until: float, done: "asyncio.Future[None]") -> None:
        self.requests, self.until, self.done = cycle(requests), until, done
        self.times: list[float] = []
        self.refused = 0
        self.buffer = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._send()

    def _send(self) -> None:
        self.sent = time.perf_counter()
        if self.sent > self.until:
            self.transport.close()
            return
        self.transport.write(next(self.requests))

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        end = self.buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = bytes(self.buffer[:end]).lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self.buffer) < end + 4 + length:
            return
        self.refused += head[9:10] >= b"4"
        self.times.append(time.perf_counter() - self.sent)
        self.buffer.clear()
        self._send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


def _same(client: Client) -> Client:
    return client


async def main(address: str, path: str, clients: int, seconds: float) -> None:
    parts = urlsplit(address)
    with open(path, encoding="utf-8") as file:
        requests = [spelled(line, parts.netloc) for line in file]
    loop, began = asyncio.get_running_loop(), time.perf_counter()
    made: list[Client] = []
    ends = []
    for number in range(clients):
        ends.append(loop.create_future())
        client = Client(requests[number::clients] or requests, began + seconds, ends[-1])
        await loop.create_connection(partial(_same, client), parts.hostname or "", parts.port or 80)
        made.append(client)
    await asyncio.gather(*ends)
    took = time.perf_counter() - began
    times = sorted(each for client in made for each in client.times) or [0.0]
    found = {"requests": len(times), "microseconds": took * 1e6, "refused": sum(client.refused for client in made), "broken": 0}
    found |= {"p50": times[len(times) // 2] * 1e6, "p99": times[int(len(times) * 0.99)] * 1e6}
    print("RESULT " + json.dumps(found))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])))
