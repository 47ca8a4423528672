"""Is the place free where we want to listen? Asked before starting, since granian would share it silently."""

import errno
import socket
import time

from app.running.failures import OperatorError


def _try(host: str, port: int) -> None:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(address)


def check_free(host: str, port: int, setting: str, patience: float = 0) -> None:
    deadline = time.monotonic() + patience
    while True:
        try:
            return _try(host, port)
        except PermissionError:
            raise OperatorError(f"Port {port} needs rights that this account lacks: set {setting} to 1024 or above.") from None
        except socket.gaierror:
            raise OperatorError(f"HOST “{host}” is not an address of this machine.") from None
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise OperatorError(f"HOST “{host}” is not an address of this machine.") from None
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise OperatorError(f"Port {port} is in use: set {setting} to another.") from None
        time.sleep(0.2)
