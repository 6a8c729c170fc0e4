# Channels: naming them and the plan they share.

channels = <b>Каналы{ $subject }</b>
    Назовите, откуда приходят новые пациенты. Маркетинговые каналы разделят план так же, как делили новых пациентов в { $year } году.
channels-empty = Пока ни одного. Начните с тех, за которые платите.
channels-line-marketing = • { $name } — { $patients ->
        [one] { $patients } пациент
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациентов
    }{ $money }
channels-line-natural = • { $name } — { $patients ->
        [one] { $patients } пациент
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациентов
    }, естественный
channels-money-lead = , лид { $money }
channels-money-budget = , бюджет { $money }
channels-sum-less = По каналам { $sum } из { $new } новых: { $left } без канала.
channels-sum-more = По каналам { $sum }, а новых за год было { $new } — проверьте числа.
channels-sum-equal = По каналам все { $new } новых.
channels-need-marketing = Чтобы разделить план, нужен хотя бы один маркетинговый канал.
channels-need-plan = Сначала нужен план: допишите недостающие цифры.
channels-full = Больше { $most } каналов на экране телефона не разобрать. Удалите лишний или объедините похожие.
channels-add = ➕ Добавить канал
channels-calculate = ✅ Разложить план
channels-undo = ↩ Вернуть «{ $name }»

channel-name = Как называется канал? Выберите или напишите своё название.
channel-preset-maps = Карты и поиск
channel-preset-social = Соцсети
channel-preset-context = Контекстная реклама
channel-preset-aggregators = Агрегаторы
channel-preset-referrals = Рекомендации
channel-preset-signboard = Вывеска
channel-kind = Канал «{ $name }»: за него вы платите регулярно?
    Маркетинговый канал живёт, пока в него вкладывают. Естественный — рекомендации, вывеска, личные подписчики врачей — приводит сам.
    .marketing = Да, маркетинговый
    .natural = Нет, естественный
channel-patients = Сколько новых пациентов пришло через «{ $name }» в { $year } году? Например: 50
    .example = 50
    .unknown = Не знаю, новый канал
channel-money = Сколько стоит канал «{ $name }»? Можно пропустить.
    .example = 1500
    .lead = Знаю цену лида
    .budget = Знаю бюджет на год
    .skip = Пропустить
channel-cost_per_lead = Сколько стоит один лид в канале «{ $name }»? Например: 1500
channel-budget = Какой бюджет на год у канала «{ $name }»? Например: 600 тыс.
channel-card = <b>{ $name }</b>
    { $kind }, новых в { $year } году: { $patients }
    { $money }
    .rename = ✏ Название
    .kind = ⇄ Сделать { $other }
    .patients = ✏ Новые пациенты
    .money = ✏ Цена
    .remove = 🗑 Удалить
channel-kind-marketing = Маркетинговый
channel-kind-natural = Естественный
channel-to-marketing = маркетинговым
channel-to-natural = естественным
channel-money-none = Цена не указана
channel-money-lead = Цена лида { $money }
channel-money-budget = Бюджет на год { $money }
channel-removed = Канал «{ $name }» удалён.
channel-exists = Канал «{ $name }» уже есть. Назовите этот иначе.
channel-bad_name = Название — от 1 до 60 знаков, одной строкой. Например: Соцсети

channel_plan-headline = <b>По каналам на { $year } год: { $patients ->
        [one] { $patients } пациент
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациентов
    }, { $leads ->
        [one] { $leads } лид
        [few] { $leads } лида
        [many] { $leads } лидов
       *[other] { $leads } лидов
    }</b>
channel_plan-target = <b>{ $name }</b> ({ $share }): { $patients } пац., { $leads } лид. в год; ≈ { $month_patients } и { $month_leads } в месяц{ $money }
channel_plan-money = ; бюджет { $budget }{ $of_turnover }, новый пациент { $cost }
channel_plan-of_turnover = { " " }({ $share } оборота)
channel_plan-budget = Бюджет на год: <b>{ $budget }</b>{ $of_turnover }, новый пациент в среднем { $cost }
channel_plan-budget-partial = Бюджет на год по каналам с ценой: <b>{ $budget }</b>{ $of_turnover }
channel_plan-rounding = Лиды по каналам округлены вверх, поэтому их на { $more } больше общего плана.
channel_plan-natural = Естественные каналы ({ $names }) цели не получают: их рекомендации уже учтены в прогнозе.
channel_plan-zero = План — 0: рекомендации закрывают всё, каналам задачи нет.
channel_plan-months = <b>По месяцам, с января: пациенты/лиды</b>
channel_plan-month_line = { $name }: { $months }
channel_plan-how = <b>Как посчитано</b>
    Доля канала — его новые пациенты среди всех маркетинговых каналов. План { $patients } делится по долям до целого человека, остаток получают каналы с наибольшей дробной частью — сумма всегда сходится. Лиды канала = пациенты ÷ { $conversion }, вверх до целого. Бюджет = лиды × цена лида; новый пациент = бюджет ÷ пациенты.
