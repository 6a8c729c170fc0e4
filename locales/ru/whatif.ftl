# «А если…»: one assumption changed at a time, было → стало.

what_if = <b>А если…{ $subject }</b>
what_if-hint = Нажмите кнопку — план пересчитается.
what_if-line = { $name }: { $before } → <b>{ $after }</b>{ $delta }
what_if-line-same = { $name }: { $before }
what_if-delta = { " " }({ $delta })
what_if-plan = План
what_if-leads = Лиды
what_if-churn = Отток
what_if-referrals = По рекомендации
what_if-conversion = Конверсия
what_if-check = Средний чек
what_if-growth = Рост
what_if-points = { $points } п.п.
what_if-button-churn = Отток −3 п.п.
what_if-button-referrals = Рекомендации +10 %
what_if-button-conversion = Конверсия +5 п.п.
what_if-button-check = Чек +5 %
what_if-button-growth-0 = Рост 0 %
what_if-button-growth-10 = Рост 10 %
what_if-button-growth-20 = Рост 20 %
what_if-button-type = ✏ Своё число
what_if-button-reset = ↺ Сбросить
what_if-button-adopt = 💾 Сделать планом
what_if-button-done = ‹ Закрыть
what_if-choose = Что изменить? Напишете своё число.
what_if-type-churn = Какой отток поставить? Напишите процент, например: 18 %
    .example = 18 %
what_if-type-referrals = На сколько процентов больше рекомендаций? Например: 15 %. Меньше — со знаком минус: −10 %
    .example = 15 %
what_if-type-conversion = Какую конверсию лида поставить? Например: 35 %
    .example = 35 %
what_if-type-check = На сколько процентов выше средний чек? Например: 7 %. Ниже — со знаком минус: −5 %
    .example = 7 %
what_if-type-growth = Какой рост оборота поставить? Например: 15 %
    .example = 15 %
what_if-out_of_range = Здесь подходит число от { $low } до { $high }.
what_if-limit = Здесь уже так: дальше не меняется.
what_if-is_plan = Это сохранённый план. Нажмите кнопку — он пересчитается.
what_if-adopted = <b>План на { $year } год сохранён: { $patients ->
        [one] { $patients } пациент
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациентов
    }.</b> Он будет показан в /plan.
what_if-no_plan = Пробовать не на чем: плана пока нет. Допишите недостающие цифры.
