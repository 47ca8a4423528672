"""How every process of ours logs: one plain line, and libraries only when something is wrong."""

import logging

CHATTY = ("stripe", "httpx", "httpcore", "pgqueuer")


def configure_logging() -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
