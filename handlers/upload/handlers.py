"""What happens in the list of uploads."""

from aiogram_dialog import DialogManager

from handlers.places.menu import open_menu
from handlers.places.uploads import Uploads
from handlers.session import session_of
from handlers.upload.orders import order_template
from handlers.upload.views import opened
from handlers.window import toast
from services.product import Product


async def on_list(manager: DialogManager, pressed: str) -> None:
    """A button of the list."""
    action, _, subject = pressed.partition(":")
    match action:
        case "open":
            manager.dialog_data["upload"] = subject
            await manager.switch_to(Uploads.card)
        case "page" if subject.isdecimal():
            manager.dialog_data["page"] = int(subject)
        case "template":
            order_template(session_of(manager))
        case "menu":
            await open_menu(manager)


async def on_card(manager: DialogManager, pressed: str) -> None:
    """A button of one upload."""
    match pressed:
        case "undo":
            await manager.switch_to(Uploads.undoing)
        case "redo":
            await manager.switch_to(Uploads.redoing)
        case "erase":
            await manager.switch_to(Uploads.erasing)
        case "back":
            await manager.switch_to(Uploads.listing)


async def undo(manager: DialogManager, pressed: str) -> None:
    """Undo the upload, or not."""
    session, made = session_of(manager), await opened(manager)
    manager.dialog_data["upload"] = made.id
    if pressed == "yes":
        await Product(session.workspace).undo(made.id)
        toast(session.speak.plain("uploads-undone"))
    await manager.switch_to(Uploads.card)


async def redo(manager: DialogManager, pressed: str) -> None:
    """Take the upload back in, or not."""
    session, made = session_of(manager), await opened(manager)
    if pressed == "yes":
        await session.workspace.uploads.redo(made.id)
        toast(session.speak.plain("uploads-redone"))
    await manager.switch_to(Uploads.card)


async def erase(manager: DialogManager, pressed: str) -> None:
    """Delete an undone upload for good, or not."""
    session, made = session_of(manager), await opened(manager)
    if pressed != "yes":
        await manager.switch_to(Uploads.card)
        return
    await session.workspace.uploads.erase(made.id)
    toast(session.speak.plain("uploads-erased"))
    await manager.switch_to(Uploads.listing)
