"""A throw-away PostgreSQL server on a socket of its own, where PostgreSQL is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def is_installed() -> bool:
    return shutil.which("initdb") is not None and shutil.which("postgres") is not None


@contextmanager
def run_postgres() -> Iterator[str]:
    """Give the URL of the server, without a database name."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: a socket's path has a limit
    user = _server_user()
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"
    with (folder / "log").open("wb") as log:
        subprocess.run(  # noqa: S603
            ["initdb", "-D", data, "-U", "ohlora", "-A", "trust", "-E", "UTF8", "--no-sync"],  # noqa: S607
            user=user,
            stdout=log,
            stderr=log,
            check=True,
        )
        with subprocess.Popen(  # noqa: S603
            ["postgres", "-D", data, "-k", folder, "-h", "", "-F"],  # noqa: S607
            user=user,
            stdout=log,
            stderr=log,
        ) as server:
            try:
                _await_socket(folder / ".s.PGSQL.5432")
                yield f"postgresql://ohlora@/{{name}}?host={folder}"
            finally:
                server.send_signal(signal.SIGQUIT)  # at once: nothing in it is worth keeping
    shutil.rmtree(folder)


def _server_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    return pwd.getpwnam("postgres").pw_name


def _await_socket(socket: Path, timeout_s: float = 30) -> None:
    deadline = time.monotonic() + timeout_s
    while not socket.exists():
        if time.monotonic() > deadline:
            raise TimeoutError(f"PostgreSQL did not open {socket}")
        time.sleep(0.05)
