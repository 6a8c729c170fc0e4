# Settings: language, currency, the clinic's name.

settings = <b>Настройки</b>
    Язык: { $language }
    Валюта: { $currency }
    Клиника: { $clinic }
    .language = 🌐 Язык
    .currency = 💱 Валюта
    .name = 🏥 Название клиники
settings-language = На каком языке разговариваем?
settings-currency = В какой валюте вы вводите деньги? Уже введённые суммы не пересчитываются, меняется только знак.
settings-name = Как называется клиника? Название увидите в планах и на картинках.
    .remove = Без названия
settings-no_name = без названия
settings-bad_name = Название — от 1 до 60 знаков, одной строкой.
settings-saved = ✓ Сохранено
language-ru = Русский
language-en = English
