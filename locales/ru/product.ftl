# Показатели клиники в чате: сводка, блоки, советы, графики, решения, фильтр, сравнение.

product-headline-repeat = <b>Из 100 новых пациентов за год { $count ->
        [one] возвращается { $count }
        [few] возвращаются { $count }
        [many] возвращаются { $count }
       *[other] возвращаются { $count }
    }</b>
product-headline-active = <b>За год у вас { $count ->
        [one] был { $count } пациент
        [few] было { $count } пациента
        [many] было { $count } пациентов
       *[other] было { $count } пациентов
    }</b>
product-headline-seen = <b>В выгрузке { $count ->
        [one] { $count } пациент
        [few] { $count } пациента
        [many] { $count } пациентов
       *[other] { $count } пациентов
    }</b>
product-headline-finding = <b>{ $finding }</b>
product-headline-money = <b>{ $finding }: { $money } за год</b>
product-year = год по { $day }
product-context = <i>Данные по { $day }: пациентов { $patients }, визитов { $visits }</i>
product-selected = <i>Только: { $names }</i>
product-selected-patients = <i>Только: { $names } — пациенты, которые начали здесь, со всеми их визитами</i>
product-clinic = <i>{ $name }</i>
product-next = 👉 Дальше: { $action }
product-next-amounts = Добавьте в выгрузку столбец с суммами: появятся LTV, чек и оборот.
product-next-history = Загрузите визиты за прошлые годы: тогда видно, кто новый, а кто вернулся.
product-next-decisions = Запишите свои решения (цены, врачи, реклама): увидите их даты на линии LTV.
product-next-compare = Всё в пределах обычных колебаний. Сравните врачей или каналы: где возвращаются чаще.
product-none = <b>Пока считать нечего: визитов нет</b>
    Пришлите выгрузку визитов файлом прямо сюда: Excel или CSV, нужны пациент, дата и сумма. Имена и телефоны не нужны.
product-few = <b>Меньше { $least } пациентов — цифры не показываем</b>
    По такой маленькой группе можно узнать человека, а выводы были бы случайны. Расширьте фильтр.
product-counting = Считаю показатели…
    .stop = ✖ Остановить
product-stopped = Остановлено. Посчитать снова: /metrics
product-failed = Посчитать показатели не получилось. Загруженное сохранено, попробуйте ещё раз: /metrics

product-figure = • { $name }: <b>{ $value }</b>{ $range }{ $change }{ $mark }
product-figure-range = { " " }({ $range })
product-figure-rose = , ↑ было { $before }
product-figure-fell = , ↓ было { $before }
product-figure-steady = , ≈ было { $before }
product-figure-may_have_risen = , было { $before }: похоже, выросло, проверим через месяц
product-figure-may_have_fallen = , было { $before }: похоже, упало, проверим через месяц
product-figure-untested = , было { $before }
product-figure-heavy = { " " }— несколько больших чеков решают: у десяти пациентов { $share } денег
product-figure-rough = , ориентировочно
product-figure-provisional = , предварительно
product-figure-absent = • { $name }: нет, { $reason }
product-months = { $count } мес.
product-legend = <i>В скобках — диапазон, «было» — год назад. ↑ ↓ — не случайность, подтвердилось два месяца подряд; ≈ — в пределах случайного.</i>
product-how = <b>Как посчитано</b>
product-how-line = <b>{ $name }</b> — { $how }
product-how-rough = Ориентировочно — меньше 30 человек: цифра может сильно сдвинуться.
product-how-provisional = Предварительно — история короче, чем нужно этой цифре.

why = <b>Почему изменился оборот</b>: был { $before }, стал { $now }
why-part = • { $name }: <b>{ $money }</b>
why-part-small = • { $name }: { $money }, без заметных перемен
why-patients = число пациентов
why-visits_per_patient = визиты на пациента
why-check = чек визита
why-no_patients = • В одном из двух лет визитов нет: раскладывать нечего.
why-no_money = • В одном из двух лет денег нет: раскладывать нечего.
quality = <b>Данные</b>: { $months ->
        [one] { $months } полный месяц
        [few] { $months } полных месяца
        [many] { $months } полных месяцев
       *[other] { $months } полных месяцев
    }
quality-closed = • Клиника не работала: { $months }. Эти месяцы в расчёты не берём, годы с ними не сравниваем.
quality-ids = • С { $month } у пациентов другие номера: отток, новых и LTV через этот месяц не сравниваем. Пришлите таблицу старых и новых номеров.
quality-smallest = • Падение выручки за один месяц меньше { $fall } не отличить от случайности.

product-buttons =
    .reports = 📄 Отчёт
    .charts = 📈 Графики
    .advice = 💡 Советы: { $count }
    .decisions = 📌 Решения
    .compare = ⚖️ Сравнить
    .filter = 🔍 Фильтр
    .outlook = 🔮 Кто придёт

product-advice = <b>{ $count ->
        [one] { $count } совет
        [few] { $count } совета
        [many] { $count } советов
       *[other] { $count } советов
    }</b>{ $subject }
product-advice-none = <b>Советов нет</b>
    Ни одно из сравнений не вышло за пределы случайного. Чего не сравнивали, того это не значит. Новый месяц данных — новая проверка.
product-advice-finding = <b>{ $block }. { $finding }</b>
product-advice-why = <b>Почему важно.</b> { $text }
product-advice-money = <b>В деньгах за год:</b> { $money }
product-advice-do = <b>Сделайте первым.</b> { $text }
product-advice-proof = <b>Что докажет.</b> { $text }
product-advice-waiting = Ещё { $count ->
        [one] { $count } правило включится
        [few] { $count } правила включатся
        [many] { $count } правил включатся
       *[other] { $count } правил включатся
    }, если будут известны: { $wanted }.
waiting-margin = маржа
waiting-plan_acceptance = сколько планов лечения принято
waiting-survey = оценки пациентов (NPS, CES)
product-subject = { " " }— { $name }

product-charts = Какой график показать?
product-chart-ltv_line = LTV и решения
product-chart-ltv_split = LTV = чек × частота
product-chart-cohorts = Когорты
product-chart-repeat = Повторные
product-chart-base = Движение базы
product-chart-revenue = Выручка
product-chart-turnover_change = Почему изменился оборот
product-chart-doctors = Врачи
product-chart-specialities = Направления
product-chart-channels = Каналы
product-chart-branches = Филиалы
product-chart-absent = Графика «{ $name }» пока нет: { $reason }.

outlook-visits = <b>За следующие 12 месяцев ждём визитов: { $visits }</b>
outlook-rhythm = <b>По своему ритму пациентов</b>
outlook-rhythm-due = • пора прийти: <b>{ $count }</b>{ $known ->
        [yes] {" "}— визит каждого принёс бы вместе { $money }
       *[no] {""}
    }
outlook-rhythm-overdue = • просрочили вдвое и больше: <b>{ $count }</b>{ $known ->
        [yes] , { $money }
       *[no] {""}
    }
outlook-rhythm-lost = • молчат больше полутора лет: { $count }{ $known ->
        [yes] , { $money }
       *[no] {""}
    }
outlook-rhythm-caught = Полгода назад первая пятая часть такого списка дала { $share } визитов всех, кто молчал: начинайте звонить с неё.
outlook-revenue = Это примерно { $revenue }.
outlook-patients = По { $count ->
        [one] { $count } пациенту
        [few] { $count } пациентам
        [many] { $count } пациентам
       *[other] { $count } пациентам
    }, каждый — по своей истории визитов.
outlook-won = Прогноз даёт модель { $method }. На вашем прошлом годе она верно угадывала, кто из двух пациентов придёт, в { $right } случаев; по дате последнего визита — в { $other } (разница { $range }).
outlook-check = Проверка: модель, настроенная год назад, ждала { $expected } визитов, пришло { $actual }.
outlook-spend = Деньги на визит — по привычке каждого пациента (модель Гамма-Гамма).
outlook-spend-average = Деньги на визит — по среднему чеку клиники.
outlook-waiting = Считаю прогноз по каждому пациенту, это секунды. Пришлю сюда.
outlook-fallback-few_patients = Для модели нужно хотя бы 200 пациентов, известных год назад. Пока судим по тому, нарушен ли свой ритм пациента.
outlook-fallback-short_history = Для проверки модели нужны два года визитов. Пока судим по тому, нарушен ли свой ритм пациента.
outlook-fallback-nobody_or_everybody_came = За прошлый год пришли либо все, либо никто: сравнить модели не на чем.
outlook-fallback-no_sane_model = Ни одна модель не подошла к вашим визитам: честнее судить по ритму пациента.
outlook-fallback-no_better_than_recency = Модели не угадали лучше простого правила «был недавно — придёт»: пользуемся правилом.
outlook-method-bg_nbd = BG/NBD
outlook-method-mbg_nbd = MBG/NBD
outlook-method-pareto_nbd = Pareto/NBD

decisions = <b>Решения клиники</b>
    Цены, врачи, реклама: на линии LTV они отмечены номерами. Отметка — дата, а не причина.
decisions-empty = Пока ни одного. Можно одной строкой: /decision 15.03.2026 Новый прайс
decisions-line = { $number }. { $day } — { $text }
decisions-add = ➕ Добавить
decisions-metrics = 📊 Показатели
decisions-day = Когда это было? Например: 15.03.2026
decisions-text = { $day }. Что решили? Коротко, например: Новый прайс
decisions-bad_day = Не вижу здесь даты. Напишите день, месяц и год: 15.03.2026
decisions-far_day = Такой даты быть не может: нужен день с 1990 года и не дальше года вперёд.
decisions-bad_text = Название — от 1 до 60 знаков, в одну строку.
decisions-full = Больше { $most } решений на линии не разобрать. Удалите те, что уже не нужны.
decisions-added = Записано: { $day } — { $text }
decisions-card = <b>{ $day }</b> — { $text }
    .day = ✏ Дата
    .text = ✏ Название
    .remove = 🗑 Удалить
decisions-remove-ask = Удалить решение «{ $text }» от { $day }? С линии LTV исчезнет и его отметка.
    .yes = 🗑 Удалить
decisions-removed = Решение удалено.

filter = <b>Что показать</b>
filter-line = { $name }: { $value }
filter-period = Период
filter-latest = последний год
filter-any = все
filter-show = 📊 Показать
filter-reset = ✖ Сбросить
filter-choose-period = <b>За какие 12 месяцев?</b>
    Выбранный месяц — последний из них. История до него учтена вся.
filter-choose = <b>{ $name }: что показать?</b>
filter-hidden = Скрыто групп меньше { $least } пациентов: { $count }.
filter-counting = Сначала посчитаю клинику целиком, потом откройте фильтр ещё раз.
filter-page = { $page } из { $pages }

compare = <b>Что сравнить?</b>
    Два врача, два канала, два направления или два филиала: скажу, больше ли разница случайной.
compare-nothing = <b>Сравнивать пока нечего</b>
    Нужны хотя бы две группы от { $least } пациентов: врачи, направления, каналы или филиалы столбцом в выгрузке.
compare-first = <b>{ $name }: кого сравнить?</b>
compare-second = <b>{ $first }</b> — с кем сравнить?
comparison-differs = <b>«{ $this }» и «{ $other }» различаются больше, чем случайно</b>
comparison-alike = <b>Между «{ $this }» и «{ $other }» разницы больше случайной не видно</b>
comparison-unknown = <b>«{ $this }» и «{ $other }» пока не сравнить: слишком мало пациентов</b>
comparison-line-above = • { $name }: <b>{ $value }</b> против { $other } — выше, и это не случайность
comparison-line-below = • { $name }: <b>{ $value }</b> против { $other } — ниже, и это не случайность
comparison-line-alike = • { $name }: { $value } против { $other }
comparison-within = <b>В пределах случайного</b>
comparison-note = Неслучайной названа разница за пределами 99 %: показателей несколько, и один мог разойтись сам. Отчего она, цифры не говорят: в одной группе могут быть случаи сложнее.
