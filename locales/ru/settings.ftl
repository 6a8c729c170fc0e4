# Settings: language, currency, the clinic's name, which clinics there are.

settings = <b>Настройки</b>
    Язык: { $language }
    Валюта: { $currency }
    Клиника: { $clinic }
    .language = 🌐 Язык
    .currency = 💱 Валюта
    .name = 🏥 Название клиники
    .clinics = 🏘 Клиники
settings-language = На каком языке разговариваем?
settings-currency = В какой валюте вы вводите деньги? Уже введённые суммы не пересчитываются, меняется только знак.
settings-name = Как называется клиника? Название увидите в планах и на картинках.
    .remove = Без названия
settings-no_name = без названия
settings-bad_name = Название — от 1 до 60 знаков, одной строкой.
settings-saved = ✓ Сохранено
language-ru = Русский
language-en = English

settings-clinics = <b>Ваши клиники</b>
    Сейчас открыта «{ $clinic }». У каждой свои цифры, планы, каналы и месяцы.
    .add = ➕ Добавить клинику
    .name = ✏ Название
    .remove = 🗑 Удалить
settings-clinics-adding = Как называется ещё одна клиника? Она начнётся с чистого листа, а прежние останутся как есть.
settings-clinics-removing = Удалить «{ $clinic }»?
    Исчезнут её ответы, планы, каналы, врачи и направления, самопроверка и { $months ->
        [0] месяцы
        [one] { $months } введённый месяц
        [few] { $months } введённых месяца
        [many] { $months } введённых месяцев
       *[other] { $months } введённых месяцев
    }. Вернуть их будет нельзя.
    .yes = 🗑 Удалить клинику
settings-clinics-full = Больше { $most } клиник на экране телефона не разобрать. Удалите ту, что уже не нужна.
settings-clinics-exists = «{ $clinic }» уже есть в списке.
settings-clinics-opened = Открыта «{ $clinic }»
settings-clinics-removed = «{ $clinic }» удалена
clinics-unnamed = Без названия
