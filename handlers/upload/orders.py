"""What conversations order from the file job."""

from typing import Final

from handlers.session import Session
from handlers.upload.keyboard import Do
from services.offered_uploads import OfferedUpload

FILE: Final = "file"


def order(session: Session, upload: OfferedUpload, do: str, details: list[str]) -> None:
    """Have something done about an upload."""
    session.later(FILE, {"upload": upload.id, "do": do, "details": details})


def order_template(session: Session) -> None:
    """Have the workbook sent that an owner fills in."""
    session.later(FILE, {"do": Do.TEMPLATE})
