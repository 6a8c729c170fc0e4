"""Windows of the what-if conversation."""

from aiogram_dialog import Dialog

from handlers.places.what_if import WhatIf
from handlers.what_if import handlers, views
from handlers.window import back_to, window

dialog = Dialog(
    window(WhatIf.trying, views.trying, handlers.pull),
    window(WhatIf.choosing, views.choosing, handlers.choose),
    window(WhatIf.doubting, views.doubting, handlers.take_as, handlers.take_number),
    window(WhatIf.typing, views.typing, back_to(WhatIf.trying), handlers.take_number),
)
