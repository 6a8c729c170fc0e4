# Agreeing on reminders, the reminder itself and the answers to it.

remind-day = <b>Какого числа спрашивать о прошлом месяце?</b>
    К 3-му числу цифры обычно уже подсчитаны. Можно прислать любое число от 1 до 31: в коротком месяце напомню в последний день.
    .last = Последний день месяца
remind-hour = <b>Во сколько напоминать?</b>
    По времени клиники. Ночью, с 21:00 до 9:00, не пишу.
remind-city = <b>В каком городе клиника?</b>
    По городу узнаю местное время. Нет в списке — напишите название.
remind-meant = Вы имели в виду…
    Если нет, напишите ближайший крупный город.
remind-bad_day = Нужно число от 1 до 31.
remind-bad_hour = Нужен ровный час с 9 до 20: например, 10.
remind-no_city = Такого города я не знаю. Напишите ближайший крупный или часовой пояс, например { $example }.

remind-on = <b>Спрашиваю о прошлом месяце { $day }-го числа в { $time }</b>
remind-on_last = <b>Спрашиваю о прошлом месяце в последний день текущего в { $time }</b>
remind-paused = <b>Напоминания на паузе</b>
remind-off = <b>Напоминания выключены</b>
remind-where = { $city }: { $zone }, { $offset }
remind-zone = Часовой пояс: { $zone }, { $offset }
remind-next = Ближайшие напоминания:
remind-moment = • { $moment }
remind-date = { $day } { $month } { $year }, { $time }
remind-overview =
    .day = 📅 День
    .hour = 🕙 Час
    .city = 🌍 Город
    .pause = ⏸ Пауза
    .unsubscribe = 🔕 Отписаться
    .resume = 🔔 Включить

reminder = <b>{ $month }: сколько пришло новых пациентов?</b>
    .month_enter = ✏ Внести { $month }
    .month_tomorrow = Завтра
    .month_in_3 = Через 3 дня
    .month_skip = Пропустить месяц
    .month_off = Отписаться
    .month_on = ↩ Вернуть напоминания
reminder-clinic = Клиника: { $name }
reminder-previous = В { $month } было { $patients }.
    .same = Как в { $month }: { $patients }
reminder-maybe = Возможно, это напоминание до вас не дошло, поэтому показываю его ещё раз.
reminder-snoozed = <b>{ $month }: напомню { $moment }</b>
    { $where }
reminder-skipped = <b>{ $month } пропущен</b>
    План от этого не меняется. Внести месяц можно и позже.
reminder-off = <b>Больше не напоминаю</b>
    Введённое сохранено. Включить напоминания снова можно в любой момент: /remind
reminder-on = <b>Напоминания снова включены</b>
reminder-next = Следующее: { $moment } ({ $where })
reminder-over = Об этом месяце больше не спрошу.
