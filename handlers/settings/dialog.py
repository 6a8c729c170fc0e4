"""Windows of the settings."""

from aiogram_dialog import Dialog

from handlers.places.settings import Settings
from handlers.settings import handlers, views
from handlers.window import back_to, window

dialog = Dialog(
    window(Settings.overview, views.overview, handlers.choose),
    window(Settings.language, views.language, handlers.set_language),
    window(Settings.currency, views.currency, handlers.set_currency),
    window(Settings.name, views.name, handlers.clear_name, handlers.set_name),
    window(Settings.clinics, views.clinics, handlers.on_clinics),
    window(Settings.adding, views.adding, back_to(Settings.clinics), handlers.add_clinic),
    window(Settings.removing, views.removing, handlers.remove_clinic),
)
