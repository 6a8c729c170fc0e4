"""What conversations order from the file job."""

from typing import Final

from files.wire import Budget
from handlers.session import Session
from handlers.upload.keyboard import Do
from services.offered_uploads import OfferedUpload

FILE: Final = "file"
LARGE_FILE: Final = "large_file"
"""Files that take long wait for each other, and small ones do not wait for them."""

MOST_WAITING: Final = 20
"""Files of one person that may wait; more are not taken until some are read."""
SMALL: Final = 1 << 20
"""Bytes of a file that is read at once: some 20 000 rows of a workbook."""
AT_ONCE: Final = Budget(cpu=3, seconds=4.0)
"""What reading a small file may cost; what costs more goes where the large ones are."""


def is_large(upload: OfferedUpload) -> bool:
    """Whether an upload's file waits for its turn among the large ones."""
    return upload.size > SMALL


def order(session: Session, upload: OfferedUpload, do: str, details: list[str]) -> None:
    """Have something done about an upload."""
    what = {"upload": upload.id, "do": do, "details": details}
    session.later(LARGE_FILE if is_large(upload) else FILE, what, line=FILE)


def job_key(person: str, number: str) -> str:
    """The key of the job that the update with this number ordered."""
    return f"{FILE}:{person}:{number}"


def among_large(key: str) -> str:
    """The key of a job that turned out to take long, or what it is ordered by, where it goes on."""
    return f"{key}:{LARGE_FILE}"


def order_template(session: Session) -> None:
    """Have the workbook sent that an owner fills in."""
    session.later(FILE, {"do": Do.TEMPLATE})
