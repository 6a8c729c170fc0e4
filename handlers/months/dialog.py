"""Windows of the months."""

from aiogram_dialog import Dialog

from handlers.months import handlers, views
from handlers.places.months import History, MonthEntry, NewYear
from handlers.window import window

entry = Dialog(
    window(MonthEntry.asking, views.asking, handlers.choose, handlers.answer),
    window(MonthEntry.doubting, views.doubting, handlers.take_as, handlers.answer),
    window(MonthEntry.channels, views.channels, handlers.on_channels),
    window(MonthEntry.card, views.card, handlers.on_card),
    window(MonthEntry.noting, views.noting, handlers.clear_note, handlers.write_note),
)
history = Dialog(window(History.listing, views.listing, handlers.on_history))
new_year = Dialog(window(NewYear.asking, views.new_year, handlers.on_new_year))
