"""Windows of the list of uploads."""

from aiogram_dialog import Dialog

from handlers.places.uploads import Uploads
from handlers.upload import handlers, views
from handlers.window import window

dialog = Dialog(
    window(Uploads.listing, views.listing, handlers.on_list),
    window(Uploads.card, views.card, handlers.on_card),
    window(Uploads.undoing, views.undoing, handlers.undo),
    window(Uploads.redoing, views.redoing, handlers.redo),
    window(Uploads.erasing, views.erasing, handlers.erase),
)
