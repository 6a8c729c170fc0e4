"""Windows of the self-check."""

from aiogram_dialog import Dialog

from handlers.places.self_check import SelfChecking
from handlers.self_check import handlers, views
from handlers.window import window

dialog = Dialog(
    window(SelfChecking.asking, views.asking, handlers.answer),
    window(SelfChecking.result, views.result, handlers.after),
)
