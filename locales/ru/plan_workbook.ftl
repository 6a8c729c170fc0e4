# The plan as a workbook: sheets, headers, what each figure means.

plan_book-file = План { $year }
    .marketer = План для маркетолога { $year }
plan_book-sheet-plan = План
plan_book-sheet-months = По месяцам
plan_book-sheet-channels = Каналы
plan_book-sheet-channel_months = Каналы по месяцам
plan_book-sheet-how = Как посчитано
plan_book-sheet-facts = План и факт

plan_book-title = План по новым пациентам на { $year } год
plan_book-title-channels = План по каналам на { $year } год
plan_book-title-months = План по месяцам на { $year } год
plan_book-title-facts = План и факт по каналам, { $year } год
plan_book-facts-note = Факт впишите в жёлтые ячейки: итоги и отклонения пересчитаются сами.

plan_book-figure = Показатель
plan_book-value = Значение
plan_book-chance = С учётом случайности
plan_book-plan = План: новых пациентов
plan_book-leads = Лидов заказать
plan_book-conversion = Конверсия из лида
plan_book-churn = Отток
plan_book-lost = Уйдут
plan_book-kept = Останутся
plan_book-average_check = Средний чек на пациента в год
plan_book-at_risk = Оборот под риском
plan_book-referrals = Придут по рекомендации
plan_book-growth_patients = Нужно на рост
plan_book-surplus = Запас: рекомендации сверх потребности

plan_book-bridge = Откуда взялся план: уйдут + рост − рекомендации
plan_book-bridge_header = Мост потребности
plan_book-bridge-lost = Уйдут
plan_book-bridge-growth = На рост
plan_book-bridge-referrals = Рекомендации
plan_book-bridge-plan = План
plan_book-bridge-surplus = Запас

plan_book-month = Месяц
plan_book-patients = Новые пациенты
plan_book-leads_count = Лиды
plan_book-total = Всего за год
plan_book-months-chart = Новые пациенты по месяцам
plan_book-months-note = План поделён по месяцам так, чтобы сумма сошлась точно.

plan_book-channel = Канал
plan_book-share = Доля плана
plan_book-cost_per_lead = Цена лида
plan_book-budget = Бюджет на год
plan_book-of_turnover = Доля оборота
plan_book-cost_of_patient = Цена нового пациента
plan_book-channels-chart = Новые пациенты по каналам
plan_book-natural = Без плана, приводят сами: { $names }.
plan_book-leads-rounding = Лиды каждого канала округлены вверх до целого.

plan_book-fact-patients-plan = Пациенты, план
plan_book-fact-patients-fact = Пациенты, факт
plan_book-fact-leads-plan = Лиды, план
plan_book-fact-leads-fact = Лиды, факт
plan_book-so_far = К плану этих месяцев
plan_book-all_channels = Все каналы
plan_book-facts-chart = Новые пациенты: план и факт
