"""Windows of the segment conversation."""

from aiogram_dialog import Dialog

from handlers.places.segments import Segments
from handlers.segments import handlers, views
from handlers.window import back_to, window

dialog = Dialog(
    window(Segments.listing, views.listing, handlers.on_list),
    window(Segments.kind, views.kind, handlers.take_kind),
    window(Segments.naming, views.naming, back_to(Segments.kind), handlers.take_name),
    window(Segments.card, views.card, handlers.on_card),
    window(Segments.renaming, views.renaming, back_to(Segments.card), handlers.rename),
    window(Segments.removing, views.removing, handlers.remove),
)
