"""`make bench`: the rows of the load table, over HTTP against the real processes, each beside its floor in the same run.

BENCH_IDEAS (20000) and BENCH_SECONDS (8, of each row and number of clients) make it larger or shorter. A figure that is
low fails nothing; a count that is not exact does.
"""

import asyncio
import os
import sys
import time

from rich.console import Console
from rich.table import Table

from app.running.postgres import EmbeddedPostgres
from app.running.supervisor import Child, python
from tests.benchmarks import generator
from tests.benchmarks.stage import database, site
from tests.benchmarks.work import CLIENTS, Bench, Row

IDEAS = int(os.environ.get("BENCH_IDEAS", "20000"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "8"))
MOST_MEMORY = 150
console = Console(width=max(Console().width, 118))


async def main() -> int:
    began = time.monotonic()
    async with database() as server:
        await _prepare(server)
        console.print(f"{IDEAS:,} ideas and {IDEAS * 40:,} votes are there after {time.monotonic() - began:.0f} s")
        async with site(server) as measured:
            bench = await Bench.set_up(server, measured.address, SECONDS)
            try:
                rows = await bench.run(lambda name: console.print(f"  {name} …", highlight=False))
            finally:
                await bench.close()
            memory = measured.memory()
    _print(rows, memory)
    console.print(f"load: {generator.name()}, on the same {os.cpu_count()} cores; {time.monotonic() - began:.0f} s in all")
    for fault in bench.faults:
        console.print(f"NOT EXACT: {fault}", style="bold red")
    return 1 if bench.faults else 0


async def _prepare(server: EmbeddedPostgres) -> None:
    environment = {**os.environ, "DATABASE_URL": server.url(), "ENVIRONMENT": "development"}
    for command in (("migrate",), ("seed", "--scale", str(IDEAS))):
        child = Child(command[0], python(*command), environment=environment)
        if await child.run() != 0:
            raise SystemExit(f"“python -m app {' '.join(command)}” failed")


def _held(target: str, is_held: bool) -> str:
    return f"[green]{target} ✓[/]" if is_held else f"[red]{target} ✗[/]"


def _print(rows: list[Row], memory: list[float]) -> None:
    table = Table(title="requests a second that were served", caption="floor: the bare statement by pgbench, same clients")
    table.add_column("work")
    for clients in CLIENTS:
        for heading in (f"{clients} clients", "p99 ms", "floor"):
            table.add_column(heading, justify="right")
    table.add_column("target", justify="right")
    table.add_column("counts")
    for row in rows:
        cells = [cell for clients in CLIENTS for cell in row.cells(clients)]
        table.add_row(row.name, *cells, _held(row.target, max(row.rates.values()) >= row.least), row.counts)
    kept_small = max(memory, default=0.0) < MOST_MEMORY
    memories = " ".join(f"{each:.0f}" for each in memory)
    table.add_row("web workers' memory, MiB", memories, *[""] * 5, _held(f"< {MOST_MEMORY}", kept_small), "")
    console.print(table)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
