"""granian as we start it: for the site and for the local Stripe."""

import os
import signal
from functools import partial
from importlib import import_module
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from app.running.child import die_with_parent
from app.running.logs import configure_logging


def _load(target: str, parent: int) -> Any:
    """Runs in each worker, which must not outlive granian: left behind, it would go on sharing the port."""
    die_with_parent(parent, signal.SIGKILL)
    configure_logging()
    module, _, name = target.partition(":")
    found = getattr(import_module(module), name)
    return found() if name.startswith("create_") else found


def serve(target: str, host: str, port: int, workers: int) -> None:
    """Blocks until stopped. Workers get five seconds to finish, since an open event stream would never end by itself."""
    server = Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        workers=workers,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=5,
    )
    server.serve(target_loader=partial(_load, target, os.getpid()), wrap_loader=False)
