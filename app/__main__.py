"""`python -m app`: everything that can be asked for at a shell."""

import argparse
import asyncio
import re
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from typing import Any

from app.foundation.refusals import Refusal
from app.running.failures import OperatorError
from app.running.logs import configure_logging
from app.settings import SettingsError, settings

UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def duration(text: str) -> timedelta:
    """“3d”, “-2h” or “1d12h”."""
    found = re.fullmatch(r"(-?)((?:\d+[mhdw])+)", text)
    if not found:
        raise argparse.ArgumentTypeError(f"“{text}” is no duration; write it like 90m, 3d or 1d12h")
    parts = re.findall(r"(\d+)([mhdw])", found[2])
    total = sum((timedelta(**{UNITS[unit]: int(number)}) for number, unit in parts), timedelta())
    return -total if found[1] else total


def run(_: argparse.Namespace) -> int:
    from app.running.run import run

    return run()


async def migrate(_: argparse.Namespace) -> int:
    from app.running.migrations import migrate

    await migrate(settings.database_url)
    return 0


async def seed(arguments: argparse.Namespace) -> int:
    if arguments.scale:
        from app.seeding.scale import seed_at_scale

        await seed_at_scale(arguments.scale)
    else:
        from app.seed import seed

        await seed()
    return 0


async def worker(_: argparse.Namespace) -> int:
    from app.jobs import work

    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    return 0 if await work(stop) else 1


async def tick(_: argparse.Namespace) -> int:
    from app.jobs import tick

    total = await tick()
    print(f"{total.done} jobs done, {total.failed} failed, sweeps failed: {', '.join(total.failed_sweeps) or 'none'}")
    return 0 if total.is_clean else 1


async def createstaff(arguments: argparse.Namespace) -> int:
    from app.accounts.staff import create_staff

    print(await create_staff(arguments.email))
    return 0


async def resetfactors(arguments: argparse.Namespace) -> int:
    from app.accounts.factors.resetting import reset_factors

    print(await reset_factors(arguments.address))
    return 0


async def shift_clock(arguments: argparse.Namespace) -> int:
    from app.foundation import clock

    await clock.shift(arguments.by)
    print(f"app_now() is {await clock.now():%Y-%m-%d %H:%M %Z}")
    return 0


def sms_templates(_: argparse.Namespace) -> int:
    from app.notifications.events import known_events
    from app.notifications.sms.writing import as_template

    for name, event in known_events().items():
        if event.sms:
            print(f"{name}\n{as_template(name)}\n")
    return 0


async def reconcile(_: argparse.Namespace) -> int:
    from payments.ledger.reconcile import reconcile

    return await reconcile()


async def recount(arguments: argparse.Namespace) -> int:
    from ideas.voting.recounting import recount_all, recount_file

    if arguments.log:
        return await recount_file(arguments.log, arguments.against)
    return await recount_all(arguments.mend)


def web(_: argparse.Namespace) -> int:
    from app.running.serving import serve

    serve("app.main:create_app", settings.host, settings.port, settings.web_workers)
    return 0


def sandbox(_: argparse.Namespace) -> int:
    from app.running.serving import serve

    serve("payments.sandbox.main:app", "127.0.0.1", settings.sandbox_port, 1)
    return 0


COMMANDS: dict[str, tuple[Callable[[argparse.Namespace], int | Coroutine[Any, Any, int]], str]] = {
    "run": (run, "everything: database, web, worker and local Stripe, kept alive until Ctrl-C"),
    "migrate": (migrate, "bring the database to the present shape"),
    "seed": (seed, "fill the database with a world to try things in; never in production"),
    "worker": (worker, "do jobs and sweeps until stopped"),
    "tick": (tick, "one pass of everything that is due"),
    "createstaff": (createstaff, "make the member with this e-mail address staff"),
    "resetfactors": (resetfactors, "let a member who lost every second factor set one up anew; make sure first who is asking"),
    "shift-clock": (shift_clock, "move app_now() by a duration such as 3d; never in production"),
    "sms-templates": (sms_templates, "the texts to register with the provider of short messages"),
    "reconcile": (reconcile, "hold our books against the payment provider's; fails on any difference"),
    "recount": (recount, "votes' rows against the ideas' counts; with --log an exported file, against a site's pages"),
    "web": (web, "the site alone"),
    "sandbox": (sandbox, "the local Stripe alone"),
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    made = {name: commands.add_parser(name, help=meaning, description=meaning) for name, (_, meaning) in COMMANDS.items()}
    made["seed"].add_argument("--scale", type=int, metavar="N", help="N ideas and 40 N votes instead")
    made["createstaff"].add_argument("email")
    made["resetfactors"].add_argument("address", help="their e-mail or phone")
    made["shift-clock"].add_argument("by", type=duration, metavar="duration")
    made["recount"].add_argument("--mend", action="store_true", help="set the counts that differ from their rows")
    made["recount"].add_argument("--log", metavar="FILE", help="an exported vote log, counted as anybody can")
    made["recount"].add_argument("--against", metavar="URL", default="", help="the site whose pages shall show the log's counts")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    arguments = _parser().parse_args(argv)
    configure_logging()
    try:
        outcome = COMMANDS[arguments.command][0](arguments)
        return outcome if isinstance(outcome, int) else asyncio.run(outcome)
    except (OperatorError, SettingsError, Refusal) as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        pass
    return 1


if __name__ == "__main__":
    sys.exit(main())
