# Отчёт: год, месяц, презентация, таблицы. Без разметки: эти тексты печатаются.

report-few = Меньше { $least } пациентов — отчёта не делаем: по такой маленькой группе можно узнать человека.
report-written = Записано: { $file }
report-title-year = Отчёт: { $year }
report-title-month = Отчёт за месяц: { $month }
report-brand = Пульс клиники
report-footer = { $title } · данные по { $day }
report-footer-of = { $clinic } · { $title } · данные по { $day }
report-page-of = { $page } из { $pages }
report-named = «{ $name }»
report-year = { $year } год
report-year-to = год по { $month } { $year }
report-year-to-short = по { $month } { $year }
report-span = { $first } — { $last }
report-trend-monthly = по месяцам, { $span }
report-trend-cohorts = по когортам, { $span }
report-fact = факт
report-range = разброс { $range }
report-was-steady = было { $before }, разница в пределах случайной
report-was-beyond = было { $before }, это не случайность
report-as-before = столько же, сколько годом раньше
report-more-by = на { $by } больше, чем годом раньше
report-less-by = на { $by } меньше, чем годом раньше
report-summary = Главное
report-next = Следующий шаг
report-proof = Чем проверим: { $text }
report-chart-alt = { $title }. { $unit }
report-column-month = Месяц

report-cover-headline = { $money ->
        [fell] Оборот снизился на { $by }{ $people ->
            [fell] : пациенты уходят быстрее, чем приходят
            [rose] , хотя пациентов стало больше
            [same] , а пациентов столько же
           *[other] { "" }
        }
        [rose] Оборот вырос на { $by }{ $people ->
            [fell] , хотя пациентов стало меньше
            [rose] : пациентов стало больше
            [same] , а пациентов столько же
           *[other] { "" }
        }
        [same] Оборот почти прежний{ $people ->
            [fell] , а пациентов стало меньше
            [rose] , а пациентов стало больше
            [same] , и пациентов столько же
           *[other] { "" }
        }
        [alone] Оборот за год — { $turnover }
        [begun] Оборот с { $day } — { $turnover }
       *[other] { $people ->
            [fell] Пациентов стало меньше: за год { $patients }
            [rose] Пациентов стало больше: за год { $patients }
           *[other] За год { $patients ->
                [one] был { $patients } пациент
                [few] было { $patients } пациента
                [many] было { $patients } пациентов
               *[other] было { $patients } пациента
            }
        }
    }
report-cover-seen = В данных { $patients ->
        [one] { $patients } пациент
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациента
    }, полного месяца ещё нет
report-cover-turnover = { $now } против { $before } годом раньше.
report-cover-active-more = Активных пациентов { $now }, на { $by } больше.
report-cover-active-less = Активных пациентов { $now }, на { $by } меньше.
report-cover-active-same = Активных пациентов { $now }, столько же.
report-cover-repeat = После первого курса за год возвращаются { $now } вместо { $before }, и это не случайность.
report-cover-repeat-steady = После первого курса за год возвращаются { $now }, годом раньше { $before }: разница в пределах случайной.
report-cover-plan = { $patients ->
        [one] { $patients } новый пациент
        [few] { $patients } новых пациента
        [many] { $patients } новых пациентов
       *[other] { $patients } нового пациента
    }
report-cover-plan-leads = не по рекомендации, это { $leads ->
        [one] { $leads } лид
        [few] { $leads } лида
        [many] { $leads } лидов
       *[other] { $leads } лида
    }. { $range }
report-plan-of = План на { $year } год
report-plan-range = С учётом случайности { $range }.

report-turnover = Что произошло с оборотом
report-turnover-rose = Оборот вырос на { $by }, это { $money } за год
report-turnover-fell = Оборот снизился на { $by }, это { $money } за год
report-turnover-factor = Множитель
report-turnover-change = Изменение
report-turnover-part = Вклад, { $currency }
report-turnover-note = Все цифры — { $year } и двенадцать месяцев до него, факт. Оборот — это пациенты × визиты на пациента × средний чек визита.

report-movement = Движение базы
report-movement-shrank = За год { $lost ->
        [one] ушёл { $lost } пациент
        [few] ушли { $lost } пациента
        [many] ушли { $lost } пациентов
       *[other] ушли { $lost } пациента
    }, пришли и вернулись { $came }: база меньше на { $by }
report-movement-grew = За год пришли и вернулись { $came }, { $lost ->
        [one] ушёл { $lost } пациент
        [few] ушли { $lost } пациента
        [many] ушли { $lost } пациентов
       *[other] ушли { $lost } пациента
    }: база больше на { $by }
report-movement-same = За год { $lost ->
        [one] ушёл { $lost } пациент
        [few] ушли { $lost } пациента
        [many] ушли { $lost } пациентов
       *[other] ушли { $lost } пациента
    }, пришли и вернулись столько же
report-movement-start = На начало
report-movement-new = Новые
report-movement-returned = Вернулись
report-movement-lost = Ушли
report-movement-end = На конец
report-movement-column-new = + новые
report-movement-column-returned = + вернулись
report-movement-column-lost = − ушли
report-movement-year = За год
report-movement-active = Активные пациенты
report-movement-adds-up = Сходится:
report-movement-sum = { $start } + { $new } + { $returned } − { $lost } = { $end }.
report-movement-bars = Полоса показывает, сколько ушло; оранжевым отмечены худшие месяцы.
report-movement-unit = Активные пациенты на конец месяца
report-movement-flows = Справа внизу — суммы за год.
report-movement-note = «Ушёл» — исполнилось 12 месяцев без визита, «вернулся» — пришёл после такого перерыва. Кто за год успел и уйти, и вернуться, есть в обеих колонках.
report-movement-churn = Поэтому отток считаем по людям: были годом раньше и не пришли { $count } из { $total }, это { $value } ({ $range }).

report-value = Ценность пациента
report-value-both = { $ltv ->
        [rose] LTV вырос до { $value }
        [fell] LTV снизился до { $value }
        [steady] LTV без явных перемен, { $value }
       *[alone] LTV за { $months } мес. — { $value }
    }{ $repeat ->
        [rose] , а после первого курса возвращаются чаще: { $share }, было { $before }
        [fell] , а после первого курса возвращаются реже: { $share }, было { $before }
        [steady] ; после первого курса возвращаются { $share }, было { $before }
       *[alone] , после первого курса возвращаются { $share }
    }
report-value-ltv-rose = LTV вырос до { $value } за { $months } мес.
report-value-ltv-fell = LTV снизился до { $value } за { $months } мес.
report-value-ltv-steady = LTV за { $months } мес. без явных перемен: { $value }
report-value-ltv-alone = LTV за { $months } мес. — { $value }
report-value-repeat-rose = После первого курса возвращаются чаще: { $share }, было { $before }
report-value-repeat-fell = После первого курса возвращаются реже: { $share }, было { $before }
report-value-repeat-steady = После первого курса возвращаются { $share }, годом раньше { $before }
report-value-repeat-alone = После первого курса за год возвращаются { $share }
report-value-ltv = LTV за { $months } мес.
report-value-check = средний чек визита
report-value-visits = визитов на пациента
report-value-low = Нижняя граница 95 %
report-value-high = Верхняя граница 95 %
report-value-sums = { $patients ->
        [one] { $patients } пациент
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациента
    }, у которых прошли { $months } мес. с первого визита: { $visits ->
        [one] { $visits } визит
        [few] { $visits } визита
        [many] { $visits } визитов
       *[other] { $visits } визита
    }, { $revenue }. Множители округлены.

report-groups-title-doctor = Врачи
report-groups-title-speciality = Направления
report-groups-title-channel = Каналы
report-groups-title-branch = Филиалы
report-groups-below-doctor = Реже возвращаются к врачу «{ $name }»: { $share } при { $clinic } по клинике
report-groups-below-speciality = Реже возвращаются в направлении «{ $name }»: { $share } при { $clinic } по клинике
report-groups-below-channel = Реже возвращаются из канала «{ $name }»: { $share } при { $clinic } по клинике
report-groups-below-branch = Реже возвращаются в филиал «{ $name }»: { $share } при { $clinic } по клинике
report-groups-many-below-doctor = У { $count ->
        [one] { $count } врача
        [few] { $count } врачей
        [many] { $count } врачей
       *[other] { $count } врачей
    } возвращаются реже, чем по клинике: { $clinic }
report-groups-many-below-speciality = В { $count ->
        [one] { $count } направлении
        [few] { $count } направлениях
        [many] { $count } направлениях
       *[other] { $count } направлениях
    } возвращаются реже, чем по клинике: { $clinic }
report-groups-many-below-channel = Из { $count ->
        [one] { $count } канала
        [few] { $count } каналов
        [many] { $count } каналов
       *[other] { $count } каналов
    } возвращаются реже, чем по клинике: { $clinic }
report-groups-many-below-branch = В { $count ->
        [one] { $count } филиале
        [few] { $count } филиалах
        [many] { $count } филиалах
       *[other] { $count } филиалах
    } возвращаются реже, чем по клинике: { $clinic }
report-groups-only-doctor = Весь приём ведёт врач «{ $name }»
report-groups-only-speciality = Одно направление: «{ $name }»
report-groups-only-channel = Один канал: «{ $name }»
report-groups-only-branch = Один филиал: «{ $name }»
report-groups-most-doctor = Больше всего пациентов у врача «{ $name }»: { $patients }
report-groups-most-speciality = Больше всего пациентов в направлении «{ $name }»: { $patients }
report-groups-most-channel = Больше всего пациентов из канала «{ $name }»: { $patients }
report-groups-most-branch = Больше всего пациентов в филиале «{ $name }»: { $patients }
report-groups-top-doctor = Больше всего приносит врач «{ $name }»: { $share } оборота
report-groups-top-speciality = Больше всего приносит направление «{ $name }»: { $share } оборота
report-groups-top-channel = Больше всего приносит канал «{ $name }»: { $share } оборота
report-groups-top-branch = Больше всего приносит филиал «{ $name }»: { $share } оборота
report-groups-turnover = Оборот, { $currency }
report-groups-patients = Пациентов
report-groups-began = Начали здесь
report-groups-whisker = Черта — клиника, { $clinic }
report-groups-repeat = Вернулись за год
report-groups-about = ≈ { $share }
report-groups-clinic = Клиника
report-groups-note = Оборот и пациенты — { $year }, факт. «Начали здесь» — новые, у которых год уже прошёл; отрезок — разброс 95 %: оранжевый — весь левее клиники, серый и «≈» — меньше 30 человек. Сначала посмотрите карты: случаи могли быть сложнее.
report-groups-hidden = Не показаны группы меньше 10 пациентов: { $count }.
report-groups-unlabelled = Строк без этой отметки: { $count }.

report-plan = План и факт
report-plan-headline = План на { $year } год: { $patients ->
        [one] { $patients } новый пациент
        [few] { $patients } новых пациента
        [many] { $patients } новых пациентов
       *[other] { $patients } нового пациента
    }
report-plan-headline-leads = План на { $year } год: { $patients ->
        [one] { $patients } новый пациент
        [few] { $patients } новых пациента
        [many] { $patients } новых пациентов
       *[other] { $patients } нового пациента
    }, { $leads ->
        [one] { $leads } лид
        [few] { $leads } лида
        [many] { $leads } лидов
       *[other] { $leads } лида
    }
report-plan-fact = План и факт
report-plan-fact-note = Полоса — факт, черта — план. Оранжевым — отставание сильнее 10 %.
report-plan-patients = Пациентов
report-plan-lost = Замена ушедших
report-plan-growth = Рост оборота
report-plan-referrals = По рекомендации
report-plan-left = План новых
report-plan-chance = С учётом случайности план — { $range }.
report-plan-year = { $year } год с начала года
report-plan-note = План — новые пациенты не по рекомендации. Факт — внесённые месяцы, план — за те же месяцы.
report-plan-figure = Показатель
report-plan-fact-column = Факт
report-plan-plan-column = План
report-plan-bar = Факт к плану
report-plan-deviation = Отклонение

report-advice = Анамнез и рекомендации
report-advice-lead = Четыре блока, в каждом одно действие. Порядок — от самого срочного.
report-advice-note = Переменой названо только то, что вышло за пределы случайного (99 %). Суммы и доли — из ваших данных, у каждой её разброс; «факт» — то, что уже случилось.
report-advice-nothing = Ни одно изменение не вышло за пределы случайного
report-advice-first-medical_product = Сначала вернуть пациентов на второй курс
report-advice-first-patients = Сначала вернуть своих, потом покупать рекламу
report-advice-first-acquisition = Сначала разобраться с притоком новых
report-advice-first-finance = Сначала разобраться с оборотом
report-advice-block = { $number }. { $name }
report-advice-see = Что видим
report-advice-figures = Цифры
report-advice-also = Ещё видим
report-advice-why = Почему важно
report-advice-do = Что сделать
report-advice-proof = Чем проверим
report-advice-figure = { $name }: { $value } ({ $range })
report-advice-figure-before = { $name }: { $value } ({ $range }), годом раньше { $before }
report-advice-unchanged = Перемен сильнее случайных нет.
report-advice-unknown = Для этого блока данных пока нет.
report-block-medical_product = Медицинский продукт
    .who = Главный врач
    .why = Пациент возвращается, если ему понятно, что дальше.
    .do = Записывайте на следующий визит до ухода из клиники.
    .proof = Доля второго визита за 60 дней не снижается.
report-block-patients = Пациенты
    .who = Старший администратор
    .why = Вернуть своего пациента дешевле, чем привлечь нового.
    .do = Раз в неделю звоните тем, кто пропустил свой обычный срок.
    .proof = Ушедших за месяц не больше, чем новых и вернувшихся.
report-block-acquisition = Привлечение
    .who = Маркетолог
    .why = Приток закрывает отток и даёт рост.
    .do = Держите план по каналам и считайте цену одного нового пациента.
    .proof = Новых не меньше плана три месяца подряд.
report-block-finance = Финансы и управление
    .who = Владелец
    .why = Ровный оборот позволяет планировать.
    .do = Раз в месяц смотрите движение базы и план.
    .proof = Оборот месяца в своём обычном коридоре.

report-method = Как посчитано
report-method-headline = Что за цифрами и чего мы не знаем
report-method-until = Данные по
report-method-from = Период с
report-method-rows = Строк
report-method-made = Отчёт составлен
report-method-patients = { $patients ->
        [one] { $patients } пациент
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациента
    }, { $visits ->
        [one] { $visits } визит
        [few] { $visits } визита
        [many] { $visits } визитов
       *[other] { $visits } визита
    }.
report-method-future = Записей на будущие дни: { $rows }, они не посчитаны.
report-method-unpriced = Строк без суммы: { $rows }.
report-method-definitions = Определения
report-method-unknown = Чего мы не знаем
report-define-visit = Визит
    .text = Пациент и день: три услуги за день — один визит. Возврат денег визитом не считается.
report-define-range = Разброс
    .text = Границы, в которых с вероятностью 95 % лежит то, что цифра оценивает. У того, что уже случилось, разброса нет: это факт.
report-unknown-satisfied = Довольны ли пациенты.
    .text = Опрос не проводился: NPS, CES и CSI неизвестны.
report-unknown-reasons = Почему ушли.
    .text = В данных есть дата последнего визита, но нет причины.
report-unknown-column = В выгрузке нет такого столбца.
report-unknown-doctor = Врачи.
report-unknown-speciality = Направления.
report-unknown-channel = Откуда пришли.
report-unknown-branch = Филиалы.
report-unknown-profit = Прибыль.
    .text = Себестоимости в данных нет, поэтому речь только об обороте.
report-unknown-before = Что было раньше.
    .text = История начинается { $day }: прежний пациент мог попасть в новые первого года.

report-month-people-grew = База за месяц выросла на { $by }
report-month-people-shrank = База за месяц меньше на { $by }
report-month-people-same = База за месяц не изменилась
report-month-plan-behind = Новых на { $short } меньше плана
report-month-plan-ahead = Новых на { $short } больше плана
report-month-plan-met = Новых ровно по плану
report-month-plain = { $month }: главное
report-month-findings = Находки
report-month-decided = Решения месяца
report-month-plan-of = План { $month }
report-month-new = { $patients ->
        [one] { $patients } новый пациент
        [few] { $patients } новых пациента
        [many] { $patients } новых пациентов
       *[other] { $patients } нового пациента
    }
report-month-leads = не по рекомендации и { $leads ->
        [one] { $leads } лид
        [few] { $leads } лида
        [many] { $leads } лидов
       *[other] { $leads } лида
    }.

report-choose = <b>Какой отчёт сделать?</b>
    Год — 6–10 страниц с рекомендациями, месяц — одна страница. В отчёте нет ни одного пациента по имени, группы меньше 10 человек не показаны.
    .month = 📄 Месяц
    .year = 📘 Год
    .slides = 🖥 Презентация
    .tables = 📊 Таблицы
    .month-name = Отчёт за месяц
    .year-name = Отчёт за год
    .slides-name = Презентация
    .tables-name = Таблицы отчёта
report-making = Делаю отчёт…
report-failed = Отчёт сделать не получилось. Загруженное сохранено, попробуйте ещё раз: /report
report-caption = <b>{ $headline }</b>
    👉 { $action }
