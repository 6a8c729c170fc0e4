# Agreeing on reminders, the reminder itself and the answers to it.

remind-day = <b>On which day shall I ask about the month before?</b>
    By the 3rd the figures are usually there. You can send any day from 1 to 31: in a short month I ask on its last day.
    .last = The last day of the month
remind-hour = <b>At what time?</b>
    The clinic’s own time. I never write at night, from 21:00 to 9:00.
remind-city = <b>Which city is the clinic in?</b>
    It tells me the local time. Not in the list? Type its name.
remind-meant = Did you mean…
    If not, type the nearest large city.
remind-bad_day = Please send a day from 1 to 31.
remind-bad_hour = Please send a full hour from 9 to 20, such as 10.
remind-no_city = I do not know that city. Type the nearest large one or a time zone, such as { $example }.

remind-on = <b>I ask about the month before on day { $day } at { $time }</b>
remind-on_last = <b>I ask about the month before on the last day of each month at { $time }</b>
remind-paused = <b>Reminders are paused</b>
remind-off = <b>Reminders are off</b>
remind-where = { $city }: { $zone }, { $offset }
remind-zone = Time zone: { $zone }, { $offset }
remind-next = Next reminders:
remind-moment = • { $moment }
remind-date = { $day } { $month } { $year }, { $time }
remind-overview =
    .day = 📅 Day
    .hour = 🕙 Time
    .city = 🌍 City
    .pause = ⏸ Pause
    .unsubscribe = 🔕 Unsubscribe
    .resume = 🔔 Turn on

reminder = <b>{ $month }: how many new patients came?</b>
    .month_enter = ✏ Enter { $month }
    .month_tomorrow = Tomorrow
    .month_in_3 = In 3 days
    .month_skip = Skip the month
    .month_off = Unsubscribe
    .month_on = ↩ Bring reminders back
reminder-clinic = Clinic: { $name }
reminder-previous = In { $month } there were { $patients }.
    .same = Same as in { $month }: { $patients }
reminder-maybe = This reminder may not have reached you, so here it is again.
reminder-snoozed = <b>{ $month }: I will remind you on { $moment }</b>
    { $where }
reminder-skipped = <b>{ $month } is skipped</b>
    The plan stays as it is. You can still enter the month later.
reminder-off = <b>No more reminders</b>
    What you entered is kept. You can turn reminders on again at any time: /remind
reminder-on = <b>Reminders are on again</b>
reminder-next = Next: { $moment } ({ $where })
reminder-over = I will not ask about that month any more.
