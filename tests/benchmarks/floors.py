"""The floor under each figure: the bare statement, prepared, by pgbench against the same database."""

import asyncio
import re
from pathlib import Path
from typing import Any

from app.running.postgres import BINARIES, EmbeddedPostgres

STRANGERS = "\\set member random(1000000000, 2000000000)\n"
READ = "\\set idea random(:first, :last)\nselect id, title, vote_count from idea where id = :idea;\n"
_VOTE = """with cast_now as (insert into vote (idea, member) values (:idea, :member) on conflict do nothing returning idea)
update idea set vote_count = vote_count + 1 from cast_now where id = cast_now.idea;
"""
VOTE_SPREAD = "\\set idea random(:first, :last)\n" + STRANGERS + _VOTE.replace("\n", " ", 1)
VOTE_HOT = STRANGERS + _VOTE.replace("\n", " ", 1)
PLEDGE = """\\set backer random(:first_member, :last_member)
with claimed as (update tier set taken = taken + 1 where id = :tier and taken + 1 <= cap returning id, campaign) \
insert into pledge (public_id, campaign, tier, backer, quantity, method, charge_plan, state, amount, currency, request_key) \
select left(md5(random()::text || clock_timestamp()), 12), campaign, id, :backer, 1, 'card', 'saved', 'started', 1990, 'CNY', \
md5(random()::text || clock_timestamp()) from claimed;
"""


async def floor(server: EmbeddedPostgres, folder: Path, script: str, clients: int, seconds: int, **given: Any) -> float:
    """Transactions a second."""
    path = folder / "floor.sql"
    path.write_text(script)
    variables = [part for name, value in given.items() for part in ("-D", f"{name}={value}")]
    command = [str(BINARIES / "pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(seconds),
               "-f", str(path), *variables, "-h", str(server.socket_dir), "-U", "zhizao", "zhizao"]  # fmt: skip
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
    said, complaint = await process.communicate()
    found = re.search(r"tps = ([\d.]+)", said.decode())
    if found is None:
        raise RuntimeError(f"pgbench said: {said.decode()} {complaint.decode()}")
    return float(found[1])
