### Слова на картинках. Мягкие переносы стоят там, где длинную подпись можно разорвать.

## План маркетинга: отток + рост − рекомендации

chart-bridge-title =
    Маркетингу нужно привести { $plan } { $plan ->
        [2] пациентов
        [3] пациентов
        [4] пациентов
        [one] пациента
        [few] пациента
        [many] пациентов
       *[other] пациента
    } за год
chart-bridge-title-spare =
    План маркетинга — 0: в запасе { $spare } { $spare ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-title-now-spare =
    План маркетинга: было { $before }, стало 0, в запасе { $spare } { $spare ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-title-enough = План маркетинга — { $plan }: пациентов хватит ровно
chart-bridge-title-less =
    План маркетинга снизится: было { $before }, стало { $plan } { $plan ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-title-more =
    План маркетинга вырастет: было { $before }, стало { $plan } { $plan ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-title-same =
    План маркетинга не изменится: { $plan } { $plan ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-subtitle = Откуда возьмутся пациенты в { $year } году
chart-bridge-subtitle-of = { $subject }: откуда возьмутся пациенты, { $year }
chart-bridge-churn = Отток { $churn }
chart-bridge-growth = рост оборота { $growth }
chart-bridge-check = средний чек { $check }
chart-bridge-base =
    база { $patients } { $patients ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-estimated = часть цифр примерные
chart-bridge-compared = Серое за столбцом — как было, в скобках — изменение
chart-bridge-lost-label = Замена оттока
chart-bridge-growth-label = Рост оборота
chart-bridge-needed-label = Всего нужно
chart-bridge-referrals-label = По реко­мендации
chart-bridge-plan-label = План мар­кетинга
chart-bridge-spare-label = Запас

## План по каналам

chart-channels-title =
    { $share } плана { $channels ->
        [one] даст { $channels } канал
        [few] дадут { $channels } канала
        [many] дадут { $channels } каналов
       *[other] дадут { $channels } канала
    } из { $total }
chart-channels-title-single =
    Весь план на одном канале: { $plan } { $plan ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    } за год
chart-channels-title-nothing = План по каналам — 0: заказывать нечего
chart-channels-subtitle = План маркетолога в месяц при конверсии лида { $conversion }
chart-channels-note =
    Доли — как в прошлом году. На { $year } год: { $patients } { $patients ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }, { $leads } { $leads ->
        [one] лид
        [few] лида
        [many] лидов
       *[other] лида
    }
chart-channels-note-even =
    Поровну: за прошлый год данных нет. На { $year } год: { $patients } { $patients ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }, { $leads } { $leads ->
        [one] лид
        [few] лида
        [many] лидов
       *[other] лида
    }
chart-channels-patients = пациентов
chart-channels-leads = лидов
chart-channels-unnamed = Без названия
chart-channels-rest =
    Ещё { $count } { $count ->
        [one] канал
        [few] канала
        [many] каналов
       *[other] канала
    }

## Что есть на многих картинках

chart-month = { $month } { $year }
chart-quarter-1 = I кв. { $year }
chart-quarter-2 = II кв. { $year }
chart-quarter-3 = III кв. { $year }
chart-quarter-4 = IV кв. { $year }
chart-not-from-zero = шкала не с нуля
chart-unit = { $number } { $unit }
chart-unit-money = { $unit } { $currency }

## Регистрируемый LTV

chart-ltv-title = LTV за { $months } мес.: { $value } на пациента
chart-ltv-title-rose = LTV за год вырос на { $by }: { $value } на пациента
chart-ltv-title-fell = LTV за год упал на { $by }: { $value } на пациента
chart-ltv-title-steady = LTV { $value } на пациента, за год без явных перемен
chart-ltv-subtitle = Оборот от пациента за { $months } мес. с первого визита
chart-ltv-subtitle-provisional = Предварительно: оборот от пациента за { $months } мес.
chart-ltv-band = Полоса — разброс 95 %
chart-ltv-marks = номер — дата решения, а не причина
chart-ltv-registered = тонкая линия — по всем, у кого срок прошёл когда-либо
chart-ltv-earlier =
    и ещё { $count } { $count ->
        [one] решение
        [few] решения
        [many] решений
       *[other] решения
    } раньше

## LTV = чек × частота

chart-split-title = LTV { $value } = чек { $check } × частота { $visits }
chart-split-title-rose = LTV за год +{ $by }: средний чек { $check }, частота { $visits }
chart-split-title-fell = LTV за год −{ $by }: средний чек { $check }, частота { $visits }
chart-split-title-steady = LTV за год без явных перемен: чек { $check }, частота { $visits }
chart-split-subtitle = Всё за первые { $months } мес. пациента
chart-split-subtitle-provisional = Предварительно, за первые { $months } мес. пациента
chart-split-note = Серое — год назад, синее — сейчас. У каждой пары столбцов своя шкала
chart-split-check = Средний чек визита, { $currency }
chart-split-frequency = Визитов на пациента
chart-split-value = LTV, { $currency } на пациента

## Когорты

chart-cohorts-title-year = Через год приходят { $share } новых пациентов
chart-cohorts-title-quarter = В следующем квартале приходят { $share } новых пациентов
chart-cohorts-title-new =
    Новых за квартал: { $patients } { $patients ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-cohorts-stronger = , последние чаще прежних
chart-cohorts-weaker = , последние реже прежних
chart-cohorts-subtitle = Сколько новых пациентов квартала пришли потом, %
chart-cohorts-size = новых
chart-cohorts-after = +{ $quarters } кв.
chart-cohorts-note = Серое справа — ещё не наступило. Меньше 10 новых — не показано
chart-cohorts-unknown = * Первый год выгрузки: часть «новых» лечилась и до неё

## Движение базы

chart-base-title =
    Активных пациентов: { $active }
chart-base-title-grew =
    База за год выросла на { $by }: { $active } { $active ->
        [one] активный пациент
        [few] активных пациента
        [many] активных пациентов
       *[other] активного пациента
    }
chart-base-title-shrank =
    База за год сократилась на { $by }: { $active } { $active ->
        [one] активный пациент
        [few] активных пациента
        [many] активных пациентов
       *[other] активного пациента
    }
chart-base-title-same =
    База за год не изменилась: { $active } { $active ->
        [one] активный пациент
        [few] активных пациента
        [many] активных пациентов
       *[other] активного пациента
    }
chart-base-subtitle = Активные на конец месяца; справа внизу — за год
chart-base-active = активных
chart-base-new = новые
chart-base-returned = вернулись
chart-base-lost = потеряны
chart-base-note = Активный — был за последние 12 мес., потерянный — 12 мес. не был
chart-base-not-from-zero = Шкала активных не с нуля
chart-base-unknown = Первый год выгрузки: часть «новых» лечилась и до неё

## Повторные обращения

chart-repeat-title = { $share } новых пациентов начинают второй курс за год
chart-repeat-title-rose = Возвращаются чаще: { $share } начинают второй курс, +{ $by } п. п. за год
chart-repeat-title-fell = Возвращаются реже: { $share } начинают второй курс, −{ $by } п. п. за год
chart-repeat-title-steady = { $share } начинают второй курс за год: без явных перемен
chart-repeat-subtitle = Повторные обращения по месяцу первого визита
chart-repeat-note = Черта — разброс 95 %, полоса — последние 12 когорт вместе
chart-repeat-rough = Пустой кружок — ориентировочно: мало пациентов или первый год выгрузки

## Устойчивость выручки

chart-revenue-title =
    { $inside } из { $months } { $months ->
        [one] месяца
        [few] месяцев
        [many] месяцев
       *[other] месяца
    } выручка шла в своём коридоре
chart-revenue-title-all =
    Выручка ровная: { $months } { $months ->
        [one] месяц
        [few] месяца
        [many] месяцев
       *[other] месяца
    } в своём коридоре
chart-revenue-title-above = Выручка за { $month } выше обычной на { $by }
chart-revenue-title-below = Выручка за { $month } ниже обычной на { $by }
chart-revenue-subtitle = Выручка по месяцам и её коридор: тренд и сезон, { $currency }
chart-revenue-note = Точка — месяц вне коридора: случайно это 1 из 20

## Врачи, направления, каналы, филиалы рядом

chart-groups-title-doctor =
    { $share } выручки приносят { $leading } { $leading ->
        [one] врач
        [few] врача
        [many] врачей
       *[other] врача
    } из { $total }
chart-groups-title-speciality =
    { $share } выручки приносят { $leading } { $leading ->
        [one] направление
        [few] направления
        [many] направлений
       *[other] направления
    } из { $total }
chart-groups-title-channel =
    { $share } выручки дают { $leading } { $leading ->
        [one] канал
        [few] канала
        [many] каналов
       *[other] канала
    } из { $total }
chart-groups-title-branch =
    { $share } выручки приносят { $leading } { $leading ->
        [one] филиал
        [few] филиала
        [many] филиалов
       *[other] филиала
    } из { $total }
chart-groups-title-one-doctor = { $share } выручки — один врач: { $name }
chart-groups-title-one-speciality = { $share } выручки — одно направление: { $name }
chart-groups-title-one-channel = { $share } выручки — один канал: { $name }
chart-groups-title-one-branch = { $share } выручки — один филиал: { $name }
chart-groups-title-patients =
    Больше всего пациентов — { $patients } { $patients ->
        [one] человек
        [few] человека
        [many] человек
       *[other] человека
    }: { $name }
chart-groups-subtitle-revenue = Выручка за 12 месяцев
chart-groups-subtitle-patients = Пациенты за 12 месяцев
chart-groups-revenue = выручка, { $currency }
chart-groups-patients = пациентов
chart-groups-repeat = повтор
chart-groups-value = LTV
chart-groups-note = Повтор — доля начавших здесь, кто за год начал второй курс
chart-groups-note-value = LTV — выручка от пациента, которого привёл канал
chart-groups-rough = * ориентировочно, меньше 30 пациентов
chart-groups-hidden =
    скрыто { $count } { $count ->
        [one] группа
        [few] группы
        [many] групп
       *[other] группы
    } меньше 10 пациентов
chart-groups-rest = Ещё { $count }

## NPS

chart-nps-title = NPS { $nps } (от { $low } до { $high })
chart-nps-title-few =
    О NPS судить рано: { $answers } { $answers ->
        [one] ответ
        [few] ответа
        [many] ответов
       *[other] ответа
    } из 30
chart-nps-subtitle = «Порекомендуете нас?» от 0 до 10, ответов: { $answers }
chart-nps-note = NPS = доля сторонников − доля критиков; черта — середина нейтральных
chart-nps-detractors = критики, 0–6
chart-nps-passives = нейтральные, 7–8
chart-nps-promoters = сторонники, 9–10

## План и факт

chart-fact-title-unplanned = План не задан: пока только факт
chart-fact-title-met = План выполнен точно
chart-fact-title-ahead = План перевыполнен на { $by }
chart-fact-title-short = До плана не хватает { $by }
chart-fact-title-only = Отстаёт от плана на { $by }: { $name }
chart-fact-title-behind =
    { $behind } из { $total } { $behind ->
        [one] отстаёт
        [few] отстают
        [many] отстают
       *[other] отстают
    } от плана сильнее чем на 10 %
chart-fact-title-all = План выполнен по всем { $total } строкам
chart-fact-title-near = Ни одна из { $total } строк не отстаёт сильнее чем на 10 %
chart-fact-subtitle = Факт (полоса) и план (черта), { $period }
chart-fact-month = { $month } { $year }
chart-fact-months = { $first }–{ $last } { $year }
chart-fact-numbers = факт / план
chart-fact-deviation = разница
chart-fact-note = Оранжевое — отставание сильнее чем на 10 %

## Месяцы года

chart-year-title =
    За { $months } { $months ->
        [one] месяц
        [few] месяца
        [many] месяцев
       *[other] месяца
    } { $fact } из { $plan }: { $by } к плану
chart-year-title-unplanned =
    За { $months } { $months ->
        [one] месяц
        [few] месяца
        [many] месяцев
       *[other] месяца
    }: { $fact }
chart-year-subtitle = { $label }, { $year } год
chart-year-forecast = Прогноз на год: { $expected } (от { $low } до { $high }), план { $plan }
chart-year-note = Черта — план месяца, оранжевое — отставание сильнее 10 %
chart-year-missing = не заполнено: { $months }

## Оборот двух лет по месяцам

chart-pair-title-all = Ниже прошлого года все { $months } месяцев: сильнее всего в { $month }, { $by }
chart-pair-title =
    Ниже прошлого года { $months ->
        [one] { $months } месяц
        [few] { $months } месяца
        [many] { $months } месяцев
       *[other] { $months } месяца
    } из 12: сильнее всего в { $month }, { $by }
chart-pair-title-plain =
    Ниже прошлого года { $months ->
        [one] { $months } месяц
        [few] { $months } месяца
        [many] { $months } месяцев
       *[other] { $months } месяца
    } из 12
chart-pair-title-above = Ни один месяц не ниже прошлогоднего
chart-pair-subtitle = Оборот по месяцам, { $unit }
chart-pair-note = Серая полоса — { $before } год, синяя — { $year }, оранжевая — самый слабый месяц. Шкала с нуля
chart-pair-note-moved = Серая полоса — тот же месяц годом раньше, оранжевая — самый слабый месяц. Шкала с нуля

## Почему изменился оборот

chart-turnover-title-same = Оборот почти прежний: ни пациенты, ни визиты, ни чек заметно не изменились
chart-turnover-taken-one = { $parts } отнял { $sum }
chart-turnover-taken-many = { $parts } отняли { $sum }
chart-turnover-brought-one = { $parts } принёс { $sum }
chart-turnover-brought-many = { $parts } принесли { $sum }
chart-turnover-and = { $first } и { $last }
chart-turnover-part-patients = Пациенты
chart-turnover-part-visits_per_patient = Визиты
chart-turnover-part-check = Чек
chart-turnover-subtitle = Изменение оборота за год, { $unit }
chart-turnover-before = год назад
chart-turnover-patients-less = Пациентов меньше
chart-turnover-patients-more = Пациентов больше
chart-turnover-visits_per_patient-less = Визиты реже
chart-turnover-visits_per_patient-more = Визиты чаще
chart-turnover-check-less = Чек ниже
chart-turnover-check-more = Чек выше
chart-turnover-total = Итог за год
chart-turnover-note = Вклады в сумме равны изменению. Вклад меньше 3 % оборота бывает и сам собой
