# Months: last month's questions, plan against fact, the history, a new year.

month-ask-new_patients = <b>{ $month }.</b> Сколько новых пациентов пришло? Новые — те, кто впервые в клинике.
    .short = Новые
    .example = 37
month-ask-referrals = <b>{ $month }.</b> Сколько из них по рекомендации?
    .short = По рекомендации
    .example = 12
month-ask-leads = <b>{ $month }.</b> Сколько было лидов? Лид — человек, который оставил контакт и хочет прийти.
    .short = Лиды
    .example = 120
month-ask-started = <b>{ $month }.</b> Сколько лидов начали лечение?
    .short = Начали лечение
    .example = 36
month-ask-turnover = <b>{ $month }.</b> Какой был оборот? Можно «5,2 млн».
    .short = Оборот
    .example = 5,2 млн
month-ask-patients = <b>{ $month }.</b> Сколько разных пациентов было за месяц? Людей, а не визитов.
    .short = Пациенты
    .example = 300
month-ask-visits = <b>{ $month }.</b> Сколько было визитов?
    .short = Визиты
    .example = 450
month-ask-channel-leads = <b>{ $month }, { $channel }.</b> Сколько лидов дал канал?
month-ask-channel-new_patients = <b>{ $month }, { $channel }.</b> Сколько из них стали пациентами?
month-previous = { $when }: { $value }.
month-now = Сейчас записано: { $value }.
month-same = Как { $when }: { $value }
month-when = в { $month }
month-when-year = в { $month } { $year } года
month-day = { $day } { $month }
month-channels = <b>{ $month }: общие цифры записаны.</b>
    Разнести по каналам? { $count ->
        [one] { $count } канал, по два числа на канал
        [few] { $count } канала, по два числа на каждый
        [many] { $count } каналов, по два числа на каждый
       *[other] { $count } каналов, по два числа на каждый
    }. Станет видно, какой канал отстаёт и во что обходится пациент.
    .enter = ▶ По каналам
    .skip = Без каналов

month-card = <b>{ $month }</b>
    .channels = 📣 По каналам
    .note = 📝 Заметка
    .result = 📊 План и факт
    .history = 📅 Все месяцы
month-card-note = 📝 { $note }
month-card-changes = <b>Что исправляли</b>
month-card-change = { $day }: { $name } — было { $before }, стало { $after } ({ $source })
month-source-typed = вручную
month-source-rows = из выгрузки
month-note = <b>{ $month }.</b> Что важного случилось? Например: «Ушёл ортодонт», «Новый прайс с 15-го». Заметку увидите рядом с цифрами месяца.
    .remove = 🗑 Убрать заметку
month-note-long = Заметка — до { $most } знаков. Напишите короче, пожалуйста.

refused-month-referrals = По рекомендации { $left }, а всего новых { $right }: больше, чем всех новых, быть не может. Исправьте одно из этих чисел.
refused-month-patients = Новых { $left }, а всего пациентов за месяц { $right }: новых не может быть больше, чем всех. Исправьте одно из этих чисел.
refused-month-visits = Пациентов { $left }, а визитов { $right }: каждый пришёл хотя бы раз, визитов не меньше. Исправьте одно из этих чисел.
refused-month-channel_leads = По каналам вышло { $left } лидов, а всего за месяц { $right }. Исправьте канал или общее число.
refused-month-channel_patients = По каналам вышло { $left } новых, а всего за месяц { $right }. Исправьте канал или общее число.
doubt-month-started = Лечение начали { $started }, а лидов { $leads }. Так бывает, если это лиды прошлого месяца. Всё верно?
doubt-month-change = Было { $before }, теперь { $now }: разница больше чем втрое. Всё верно?
doubt-month-money = Был { $before }, теперь { $now }: разница больше чем втрое. Может быть, сумма в тысячах?

month-headline = <b>{ $month }: маркетинг привёл { $fact ->
        [one] { $fact } пациента
        [few] { $fact } пациентов
        [many] { $fact } пациентов
       *[other] { $fact } пациентов
    }, план { $plan }</b> ({ $deviation })
month-headline-new = <b>{ $month }: { $new ->
        [one] { $new } новый пациент
        [few] { $new } новых пациента
        [many] { $new } новых пациентов
       *[other] { $new } новых пациентов
    }</b>
month-headline-none = <b>{ $month }: записано</b>
month-clinic = <i>{ $clinic }</i>
month-line = { $name }: <b>{ $fact }</b>, план { $plan } ({ $deviation })
month-line-attracted = От маркетинга
    .year = Пациенты от маркетинга
month-line-leads = Лиды
month-line-referrals = Рекомендации
month-line-turnover = Оборот
month-line-unknown = Чтобы сравнить новых с планом, нужно знать, сколько из них по рекомендации.
month-figure = { $name }: <b>{ $value }</b>{ $before }
month-before = ; { $when } { $value }
month-year = С начала года: <b>{ $fact }</b>, план { $plan } ({ $months ->
        [one] за { $months } месяц
        [few] за { $months } месяца
        [many] за { $months } месяцев
       *[other] за { $months } месяцев
    })
month-needed = Чтобы выйти на план { $planned }, нужно <b>{ $needed }</b> в месяц
month-reached = План года { $planned } уже выполнен
month-year_end = Если темп сохранится, за год будет { $expected } (от { $low } до { $high })

month-next-no_plan = 👉 Дальше: посчитайте план на { $year } год, тогда факт будет с чем сравнить, — /plan
month-next-early = 👉 Дальше: внесите ещё месяцы. Отличить отклонение от случайности можно, когда их больше { $months }.
month-next-steady = 👉 Дальше: ничего не менять. Отклонения в пределах случайных — внесите следующий месяц.
month-next-steady-partly = 👉 Дальше: внесите следующий месяц. В пределах случайных: { $names }. Об остальном судить рано: мало месяцев.
month-next-leads-behind = 👉 Дальше: спросите маркетолога, где просели лиды. Их меньше плана, и это не случайность.
month-next-leads-ahead = 👉 Дальше: проверьте, хватает ли администраторов. Лидов больше плана, и это не случайность.
month-next-conversion-behind = 👉 Дальше: послушайте 10 звонков. Лечение начинает меньшая доля лидов, чем в плане.
month-next-conversion-ahead = 👉 Дальше: поправьте конверсию в ✏ Данные — она выше плановой, лидов нужно меньше.
month-next-channel-behind = 👉 Дальше: разберите с маркетологом канал «{ $channel }» — он отстаёт не случайно.
month-next-channel-ahead = 👉 Дальше: добавьте бюджет каналу «{ $channel }» — он опережает план не случайно.
month-next-referrals-behind = 👉 Дальше: попросите врачей просить рекомендации. Их меньше прогноза, и это не случайность.
month-next-referrals-ahead = 👉 Дальше: поблагодарите тех, кто рекомендует. Рекомендаций больше прогноза.
month-next-attracted-behind = 👉 Дальше: внесите месяц по каналам — станет видно, какой из них отстаёт.
month-next-attracted-ahead = 👉 Дальше: проверьте запись на месяц вперёд. Новых больше плана — врачей должно хватить.
month-next-turnover-behind = 👉 Дальше: проверьте средний чек. Оборот ниже плана, и это не случайность.
month-next-turnover-ahead = 👉 Дальше: запишите в заметку, что сработало. Оборот выше плана не случайно.

month-conversion = <b>Конверсия лида</b> с начала года: { $value } (с учётом случайности { $range }), план считает по { $planned }.
month-details-channels = <b>Каналы с начала года</b>
month-channel = • { $name }:{ " " }
month-channel-patients = { $fact } из { $plan } новых
month-channel-leads = { $fact } из { $plan } лидов
month-channel-conversion = конверсия { $value }
month-channel-cost = пациент за { $cost } (план { $planned })
month-turnover_end = <b>Оборот за год</b>, если темп сохранится: { $expected } ({ $range }), план { $planned }.
month-past = <b>Новых всего</b> { $new }{ $before }.
month-found-year = с начала года
month-found-month = в этом месяце
month-found-leads-behind = ⚠ Лидов { $period } меньше плана — больше, чем бывает случайно.
month-found-leads-ahead = ✓ Лидов { $period } больше плана — больше, чем бывает случайно.
month-found-conversion-behind = ⚠ Конверсия лида { $period } ниже плановой — больше, чем бывает случайно.
month-found-conversion-ahead = ✓ Конверсия лида { $period } выше плановой — больше, чем бывает случайно.
month-found-channel-behind = ⚠ Канал «{ $channel }» { $period } отстаёт — больше, чем бывает случайно.
month-found-channel-ahead = ✓ Канал «{ $channel }» { $period } опережает план — больше, чем бывает случайно.
month-found-referrals-behind = ⚠ Рекомендаций { $period } меньше прогноза — больше, чем бывает случайно.
month-found-referrals-ahead = ✓ Рекомендаций { $period } больше прогноза — больше, чем бывает случайно.
month-found-attracted-behind = ⚠ Новых от маркетинга { $period } меньше плана — больше, чем бывает случайно.
month-found-attracted-ahead = ✓ Новых от маркетинга { $period } больше плана — больше, чем бывает случайно.
month-found-turnover-behind = ⚠ Оборот { $period } ниже плана — больше, чем бывает случайно.
month-found-turnover-ahead = ✓ Оборот { $period } выше плана — больше, чем бывает случайно.
month-how = <b>Как посчитано</b>
month-how-sum = Цифры такие, как вы их внесли. Сравнение — с месяцем раньше.
month-how-attracted = От маркетинга — новые без тех, кто пришёл по рекомендации: план просит от маркетинга именно их.
month-how-gaps = { $months ->
        [one] { $months } пропущенный месяц считаем выполненным
        [few] { $months } пропущенных месяца считаем выполненными
        [many] { $months } пропущенных месяцев считаем выполненными
       *[other] { $months } пропущенных месяцев считаем выполненными
    } по плану.
month-how-gaps-of = { $name }: { $months ->
        [one] { $months } месяц без этой цифры считаем выполненным
        [few] { $months } месяца без этой цифры считаем выполненными
        [many] { $months } месяцев без этой цифры считаем выполненными
       *[other] { $months } месяцев без этой цифры считаем выполненными
    } по плану.
month-how-needed = Нужно в месяц — остаток плана года, делённый на оставшиеся месяцы, вверх до целого.
month-how-year_end = Прогноз на год — внесённое плюс оставшиеся месяцы в вашем среднем темпе, диапазон 95 %.
month-how-noise = Вывод делаем, только если отклонение больше обычного разброса ваших месяцев; он известен с { $months } месяцев. На ровном месте вывод появится не чаще чем в 5 % случаев.
month-no_picture = Для картинки нужны план и хотя бы один месяц.
month-buttons =
    .month = ✏ Исправить
    .note = 📝 Заметка
    .year = 📈 Год по месяцам
    .months = 📅 Все месяцы
    .marketer = ↗ Маркетологу

history = <b>{ $year } год: внесено { $entered } из { $ended }</b>
    .picture = 📈 Год на картинке
history-letters = ЯФМАМИИАСОНД
history-streak = { $streak ->
        [0] Подряд пока ни одного месяца.
        [one] Подряд: { $streak } месяц.
        [few] Подряд: { $streak } месяца.
        [many] Подряд: { $streak } месяцев.
       *[other] Подряд: { $streak } месяцев.
    }
history-hint = Столбики — новые пациенты, точка — пропуск. Нажмите на месяц, чтобы внести или исправить.

new_year = <b>{ $year } год закончился — пора считать план на { $plan }</b>
    Прошлым годом станет { $year }. Вот что уже известно:
    .yes = ✅ Перенести и продолжить
    .later = Не сейчас
new_year-none = План уже на этот год, переносить нечего.
new_year-gaps = За { $year } год внесено месяцев: { $months } из 12. Сумма за год неполная, поэтому её спросим.
new_year-left = { $count ->
        [0] Спрашивать больше нечего.
        [one] Останется { $count } вопрос.
        [few] Останется { $count } вопроса.
        [many] Останется { $count } вопросов.
       *[other] Останется { $count } вопросов.
    } План на прошлый год сохранится для сравнения.
