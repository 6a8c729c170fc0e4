"""The start window."""

from aiogram_dialog import Dialog

from handlers.menu import handlers, views
from handlers.places.menu import Menu
from handlers.window import window

dialog = Dialog(window(Menu.start, views.start, handlers.on_start))
