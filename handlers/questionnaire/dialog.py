"""Windows of the questionnaire; what they ask is the list in `services.questionnaire`."""

from aiogram_dialog import Dialog

from handlers.places.questionnaire import Questionnaire
from handlers.questionnaire import handlers, views
from handlers.window import window

dialog = Dialog(
    window(Questionnaire.asking, views.asking, handlers.choose, handlers.answer),
    window(Questionnaire.doubting, views.doubting, handlers.take_as, handlers.answer),
    window(Questionnaire.card, views.card, handlers.on_card),
    window(Questionnaire.restarting, views.restarting, handlers.restart),
)
