# The result: text, how it was computed, what is missing, a message for the marketer.

forecast-headline = <b>План на { $year } год: { $patients ->
        [one] { $patients } новый пациент
        [few] { $patients } новых пациента
        [many] { $patients } новых пациентов
       *[other] { $patients } новых пациентов
    }, { $leads ->
        [one] { $leads } лид
        [few] { $leads } лида
        [many] { $leads } лидов
       *[other] { $leads } лидов
    }</b>
forecast-headline-no_leads = <b>План на { $year } год: { $patients ->
        [one] { $patients } новый пациент
        [few] { $patients } новых пациента
        [many] { $patients } новых пациентов
       *[other] { $patients } новых пациентов
    }</b>
forecast-headline-surplus = <b>План на { $year } год: рекламы не нужно, благодаря рекомендациям в запасе { $surplus ->
        [one] { $surplus } пациент
        [few] { $surplus } пациента
        [many] { $surplus } пациентов
       *[other] { $surplus } пациентов
    }</b>
forecast-headline-enough = <b>План на { $year } год: рекомендации ровно закрывают потребность</b>
forecast-headline-none = <b>Плана на { $year } год пока нет: не хватает цифр</b>
forecast-month = ≈ { $patients ->
        [one] { $patients } пациент
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациентов
    } и { $leads ->
        [one] { $leads } лид
        [few] { $leads } лида
        [many] { $leads } лидов
       *[other] { $leads } лидов
    } в месяц
forecast-churn = Отток <b>{ $churn }</b>: уйдут { $lost } из { $patients }
forecast-churn-none = Оттока нет: вернулись все
forecast-check = Средний чек <b>{ $check }</b> на пациента в год
forecast-check-risk = Средний чек <b>{ $check }</b>, под риском <b>{ $risk }</b>
forecast-referrals = Придут по рекомендации <b>{ $referrals }</b>
forecast-growth = На рост { $growth } нужно ещё <b>{ $patients }</b>
forecast-range = С учётом случайности: от { $low } до { $high }
forecast-range-estimate = Оценка: от { $low } до { $high } — часть цифр примерные
forecast-attracted = { $count ->
        [one] За прошлый год не по рекомендации пришёл <b>{ $count }</b> новый
        [few] За прошлый год не по рекомендации пришли <b>{ $count }</b> новых
        [many] За прошлый год не по рекомендации пришли <b>{ $count }</b> новых
       *[other] За прошлый год не по рекомендации пришли <b>{ $count }</b> новых
    }
forecast-next-channels = 👉 Дальше: разложите план по каналам — это задача маркетологу на месяц.
forecast-next-surplus = 👉 Дальше: посмотрите «А если…» — на какой рост хватает рекомендаций.
forecast-next-missing = 👉 Дальше: узнайте недостающие цифры и нажмите ✏ Данные.

forecast-missing = Не посчитано:
forecast-missing-churn = • отток, потеря и план — нужны пациенты за оба года и число новых
forecast-missing-referrals = • рекомендации, разрыв и план — нужно число новых по рекомендации
forecast-missing-check = • средний чек и деньги под риском — нужны оборот и число пациентов
forecast-missing-growth = • пациенты на рост — нужно число пациентов
forecast-missing-leads = • лиды — нужна конверсия

how = <b>Как посчитано</b>
how-churn = <b>Отток</b> — доля прошлогодних пациентов, которые не вернулись: 1 − ({ $patients } − { $new } новых − { $returned } вернувшихся) ÷ { $previous } = { $churn }. С учётом случайности: { $range }.
how-churn-scenario = <b>Отток</b> в этом варианте: { $churn }.
how-lost = <b>Уйдут</b>: { $patients } × { $churn } = { $lost }; останутся { $kept }.
how-check = <b>Средний чек</b> — оборот на одного пациента за год, не за визит: { $turnover } ÷ { $patients } = { $check }.
how-check-scenario = <b>Средний чек</b> в этом варианте: { $check }.
how-risk = <b>Под риском</b> — деньги тех, кто уйдёт: { $lost } × { $check } ≈ { $risk }; стабильно ≈ { $stable }.
how-rate = <b>Прирост по рекомендациям</b> на пациента, с трендом базы: ({ $patients } ÷ { $previous }) × ({ $referrals } ÷ { $previous }) = { $rate }.
how-rate-no_trend = <b>Прирост по рекомендациям</b> на пациента: { $referrals } ÷ { $previous } = { $rate }. База не росла, поэтому тренд не берём.
how-rate-scenario = <b>Прирост по рекомендациям</b> в этом варианте: { $rate }.
how-referrals = <b>Придут по рекомендации</b>: { $patients } × (1 − { $churn }) × { $rate } = { $referrals }.
how-gap = <b>Разрыв</b> — кого не заменят рекомендации: { $lost } − { $referrals } = { $gap }. В диапазоне: { $range }.
how-growth = <b>На рост</b> { $growth } при том же чеке: { $patients } × { $growth } = { $result }.
how-growth-scenario = <b>На рост</b> { $growth } при чеке { $check }: { $result }.
how-plan = <b>План</b>: { $gap } + { $growth } = { $plan }.
how-plan-surplus = <b>План</b>: { $gap } + { $growth } меньше нуля, поэтому 0.
how-leads = <b>Лиды</b>: { $plan } ÷ { $conversion }, вверх до целого = { $leads }. С учётом случайности: { $range }.
how-range = <b>Диапазон</b> — где окажется следующий год в 95 случаях из 100: сколько уходит и приходит по рекомендации, меняется само. Его середина — если рекомендаций будет столько же на пациента, сколько в прошлом году; план по статье выше, потому что она умножает их ещё и на удержание.
how-range-returned = Вернувшихся мы не знаем: для диапазона взяли обычные 6 %. Впишете число — диапазон станет уже.
how-alternatives = <b>Если считать иначе</b>
how-alternative-half_churn = • если приводить перестанет только половина ушедших: придут { $referrals }, план { $plan }
how-alternative-no_trend = • без тренда базы: придут { $referrals }, план { $plan }
how-estimates = <b>Что примерно</b>
how-estimate = • { $name }: { $low }–{ $high }
how-estimate-conversion = • конверсия 30 % — пример из статьи, не норма
how-estimate-growth = • рост не задан — считаем без роста
how-estimate-patients = • число пациентов — из оборота и чека
how-assumptions = <b>Что принято</b>
how-assumption-returned_counted_as_zero = • вернувшихся после года считаем 0 — цифры нет
how-assumption-trend_dropped = • база сократилась — тренд в рекомендациях не учитываем
how-assumption-same_conditions = • новый пациент тратит средний чек; цены, врачи и сервис не меняются
how-as_in_article = • отток и прирост по рекомендациям округлены до целых процентов, как в статье
how-adopted = • это сохранённый план из «А если…»

forecast-buttons =
    .what_if = 🔁 А если…
    .channels = 📊 По каналам
    .excel = 📄 Excel
    .marketer = ↗ Маркетологу
    .data = ✏ Данные
    .remind = 🔔 Напоминать
    .segments = 🧩 Врачи и направления

chart-drawing = Рисую картинку…
    .stop = ✖ Не нужно
chart-failed = Картинку нарисовать не получилось — все цифры выше, в тексте.
chart-stopped = Хорошо, без картинки.

excel-started = Готовлю файл…
excel-writing = Готовлю файл Excel…
excel-caption = План с месяцами, каналами и расчётом. Его можно распечатать или переслать.
excel-failed = Файл сделать не получилось — все цифры выше, в тексте. Попробуйте ещё раз через минуту.
excel-stopped = Хорошо, без файла.
excel-none = Записывать нечего: плана пока нет. Нажмите ✏ Данные и допишите недостающие цифры.

marketer = <b>Задача по новым пациентам на { $year } год{ $subject }</b>
    Привести { $patients ->
        [2] { $patients } пациентов
        [3] { $patients } пациентов
        [4] { $patients } пациентов
        [one] { $patients } пациента
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациентов
    } за год — это { $leads ->
        [one] { $leads } лид
        [few] { $leads } лида
        [many] { $leads } лидов
       *[other] { $leads } лидов
    } при конверсии { $conversion }.
    В месяц: { $month_patients ->
        [one] { $month_patients } пациент
        [few] { $month_patients } пациента
        [many] { $month_patients } пациентов
       *[other] { $month_patients } пациентов
    } и { $month_leads ->
        [one] { $month_leads } лид
        [few] { $month_leads } лида
        [many] { $month_leads } лидов
       *[other] { $month_leads } лидов
    }.
marketer-channel = • { $name }: { $patients ->
        [one] { $patients } пациент
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациентов
    } и { $leads ->
        [one] { $leads } лид
        [few] { $leads } лида
        [many] { $leads } лидов
       *[other] { $leads } лидов
    } в год, ≈ { $month_leads } в месяц
marketer-budget = Бюджет: { $budget }
marketer-hint = Это сообщение можно переслать маркетологу как есть.
marketer-none = Пока нечего пересылать: плана нет. Нажмите ✏ Данные и допишите недостающие цифры.
marketer-hint-files = Сообщение, картинку и файл можно переслать маркетологу как есть.
excel-caption-marketer = План по каналам и месяцам, рядом — факт. Месяцы, которых ещё нет, можно вписать.
