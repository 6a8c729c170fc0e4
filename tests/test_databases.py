"""The databases of the tests: what another run of pytest on the same machine does to them."""

from pathlib import Path

from sqlalchemy import URL

from benchmarks.postgresql import execute


def test_a_run_that_starts_beside_leaves_the_postgresql_server_alone(
    postgresql_server: URL, tmp_path: Path
) -> None:
    # Each run of pytest takes everybody else's right to pass through the folder all runs share, and the
    # server, which runs as a user of its own, then loses the files below it.
    shared = next((folder for folder in tmp_path.parents if folder.name.startswith("pytest-of-")), tmp_path)
    shared.chmod(0o700)
    execute(postgresql_server, "CREATE DATABASE beside_another_run")
    execute(postgresql_server, "DROP DATABASE beside_another_run")
