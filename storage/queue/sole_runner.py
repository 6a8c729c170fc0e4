"""Only one process at a time runs the tasks of an SQLite database."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.queue.task import AlreadyRunningError


@contextmanager
def sole_runner(database: Path) -> Iterator[None]:
    """Holds the right to run the tasks; the system takes it back when the process dies, however it dies.

    Raises AlreadyRunningError while another process holds it.
    """
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A POSIX record lock, not flock: worker processes forked by this one must not inherit it.
    lock = os.open(database.with_name(f"{database.name}-runner"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyRunningError(
                f"Another process already runs the tasks of {database}: stop it, or let it do the work."
            ) from error
        yield
    finally:
        os.close(lock)
