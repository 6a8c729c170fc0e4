"""Windows of the channel conversation."""

from aiogram_dialog import Dialog

from handlers.channels import handlers, views
from handlers.places.channels import Channels
from handlers.window import back_to, window

dialog = Dialog(
    window(Channels.listing, views.listing, handlers.on_list),
    window(Channels.naming, views.naming, handlers.take_preset, handlers.take_name),
    window(Channels.kind, views.kind, handlers.take_kind),
    window(Channels.patients, views.patients, handlers.no_patients, handlers.take_number),
    window(Channels.money, views.money, handlers.choose_money),
    window(Channels.cost_per_lead, views.cost_per_lead, back_to(Channels.money), handlers.take_number),
    window(Channels.budget, views.budget, back_to(Channels.money), handlers.take_number),
    window(Channels.doubting, views.doubting, handlers.take_as, handlers.take_number),
    window(Channels.card, views.card, handlers.on_card),
)
