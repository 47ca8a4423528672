"""`python -m app`: everything that can be asked for at a shell."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from app.running.migrations import DatabaseError, migrate
from app.settings import settings


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="bring the database to the present shape")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    _parser().parse_args(argv)
    try:
        asyncio.run(migrate(settings.database_url))
    except DatabaseError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
