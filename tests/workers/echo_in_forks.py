"""The process of `tests.workers.echo`, with a fork for every order."""

from tests.workers.echo import handle
from workers.serving import serve_in_forks


def lost(parts: list[bytes]) -> list[bytes]:
    return [b"lost", parts[0]]


if __name__ == "__main__":
    serve_in_forks(handle, list, lost)
