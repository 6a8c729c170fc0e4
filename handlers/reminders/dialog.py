"""Windows of the talk about reminders."""

from aiogram_dialog import Dialog

from handlers.places.reminders import Remind
from handlers.reminders import handlers, views
from handlers.window import window

dialog = Dialog(
    window(Remind.overview, views.overview, handlers.on_overview),
    window(Remind.day, views.day, handlers.on_day, handlers.take_day),
    window(Remind.hour, views.hour, handlers.on_hour, handlers.take_hour),
    window(Remind.city, views.city, handlers.on_city, handlers.take_city),
    window(Remind.choosing, views.choosing, handlers.on_choosing, handlers.take_city),
)
