"""A process for the tests: does what the first part of an order says with the parts after it."""

import os
import time

from workers.serving import Tell, serve


def handle(parts: list[bytes], tell: Tell) -> list[bytes]:
    match parts[0]:
        case b"echo":
            return parts[1:]
        case b"steps":
            for step in parts[1:]:
                tell(step.decode())
            return []
        case b"print":
            print(parts[1].decode())  # noqa: T201 - what a library may do
            return []
        case b"end":
            os._exit(3)
        case b"sleep":
            time.sleep(60)
            return []
        case _:
            raise LookupError(parts[0].decode())


if __name__ == "__main__":
    serve(handle, list)
