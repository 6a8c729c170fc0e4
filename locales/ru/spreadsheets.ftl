# Files: why one is not taken in, what one holds, what is wrong in it by cell.

sheet-refused-empty = Файл пустой. Выгрузите визиты ещё раз и пришлите его снова.
sheet-refused-damaged = Файл повреждён или загрузился не до конца. Откройте его в Excel, сохраните как XLSX и пришлите ещё раз.
sheet-refused-unsafe = Файл ссылается на посторонние данные, поэтому не открыт. Откройте его в Excel, сохраните как XLSX и пришлите ещё раз.
sheet-refused-password = Файл защищён паролем. Снимите пароль и пришлите файл ещё раз.
sheet-refused-not-spreadsheet = Это не таблица. Пришлите выгрузку визитов в XLSX, XLS, ODS или CSV.
    .named = Это { $found }, а не таблица. Пришлите выгрузку визитов в XLSX, XLS, ODS или CSV.
sheet-refused-several-in-archive = { $count ->
        [one] В архиве { $count } таблица.
        [few] В архиве { $count } таблицы.
        [many] В архиве { $count } таблиц.
       *[other] В архиве { $count } таблиц.
    } Пришлите их по одной.
sheet-refused-too-heavy = Файл слишком тяжёлый. Что поможет: сохранить его как CSV и сжать в ZIP, оставить только пациента, дату и сумму или прислать по годам.
sheet-refused-no-rows = В файле нет строк с данными. Проверьте выгрузку и пришлите её ещё раз.
    .hidden = Данные есть только на скрытых листах: { $found }. Покажите лист в Excel и пришлите файл ещё раз.
sheet-refused-no-columns = В таблице не нашлось столбцов: { $missing }. Есть такие: { $found }. Добавьте недостающее в выгрузку или назовите столбец.
sheet-refused-empty-template = В шаблоне пока пусто. Впишите цифры в жёлтые ячейки и пришлите файл снова.
sheet-refused-formulas = В этих столбцах формулы, а их значения в файле не сохранены: { $found }. Откройте файл в Excel, сохраните и пришлите ещё раз.

sheet-problem-number = { $place }: нужно число, получено «{ $got }».
    .fix = { $place }: нужно число, получено «{ $got }». Исправьте на { $fix }.
sheet-problem-date = { $place }: нужна дата, получено «{ $got }».
    .fix = { $place }: нужна дата, получено «{ $got }». Исправьте на { $fix }.
sheet-problem-kind = { $place }: нужно «Маркетинговый» или «Естественный», получено «{ $got }».
sheet-place = Лист «{ $sheet }», { $cell }
    .cell = { $cell }

sheet-kind-xlsx = Excel (XLSX)
sheet-kind-xlsb = Excel (XLSB)
sheet-kind-xls = Excel (XLS)
sheet-kind-ods = OpenDocument (ODS)
sheet-kind-text = текстовая таблица (CSV)
sheet-kind-html = веб-страница с таблицей (HTML)
sheet-kind-xml-2003 = XML-таблица Excel 2003
sheet-preview-file = Файл: { $kind }, заголовок в строке { $row }.
sheet-preview-sheet = Лист «{ $sheet }»: { $why }.
sheet-preview-hidden = Скрытые листы не читаются: { $sheets }.
sheet-preview-column = { $letter } «{ $header }» → { $field }, уверенность { $confidence }
sheet-preview-ignored = Не используются: { $columns }.
sheet-preview-personal = Личные данные не сохраняются: { $columns }.
sheet-preview-lost-digits = Номера в столбце { $letter } записаны степенью десяти и потеряли последние цифры: разные пациенты могли слиться. Выгрузите номера текстом.
sheet-preview-period = Период: { $from } – { $to }.
sheet-preview-rows = Строк: { $rows }, пациентов: { $patients }, оборот: { $turnover }.
sheet-preview-no-money = Строк: { $rows }, пациентов: { $patients }, сумм в файле нет.
sheet-preview-not-paid = Столбца с оплатой нет: взята { $field }.
sheet-preview-left-out = Строки с оговорками: { $reasons }.
sheet-left-out-patient = без пациента { $rows } на { $amount }, не вошли
sheet-left-out-date = без даты { $rows }, не вошли
sheet-left-out-status = визит не состоялся { $rows }, не вошли
sheet-left-out-totals = итоги { $rows }, не вошли
sheet-left-out-unpriced = без суммы { $rows }, вошли как визиты
sheet-preview-continued = Строк без пациента и даты, отнесённых к визиту выше: { $rows }.
sheet-preview-problems = Ошибок в ячейках: { $count }.
sheet-figures-year = Цифры за { $year } год.
    .unknown = Цифры года; какого — в файле не сказано.
    .others = В файле есть и другие годы: { $years }.
sheet-figures-figure = { $name }: { $value } — { $cell } «{ $label }», уверенность { $confidence }
sheet-figures-channel = Канал «{ $name }», { $kind }: новых { $patients }
    .lead = , лид { $money }
    .budget = , бюджет { $money }
sheet-figures-ignored = Не использовано: { $labels }.
sheet-preview-year = { $from } – { $to }{ $note }: пациентов { $patients }, новых { $new }, вернувшихся после пропущенного года { $returned }, оборот { $turnover }, по рекомендации { $referrals }.
    .partial = , неполный

sheet-why-only = единственный с данными
sheet-why-complete = единственный с пациентом, датой и суммой
sheet-why-continued = листы продолжают друг друга и прочитаны вместе
sheet-why-largest = самый полный
sheet-why-answered = выбран вами
sheet-why-yearly = таблица цифр по годам
sheet-why-template = наш шаблон

sheet-ask-sheet = Какой лист читать? { $choices }
sheet-ask-patient = В каком столбце пациент? { $choices }
sheet-ask-date = В каком столбце дата визита? { $choices }
sheet-ask-amount = В каком столбце оплаченная сумма? { $choices }
sheet-ask-date_order = Что в датах стоит первым? { $choices }
sheet-ask-figure = «{ $about }»: какую строку взять? { $choices }

sheet-order-day_first = день
sheet-order-month_first = месяц

sheet-field-patient = пациент
sheet-field-patient_name = имя пациента
sheet-field-phone = телефон
sheet-field-email = электронная почта
sheet-field-birth_date = дата рождения
sheet-field-address = адрес
sheet-field-document = документ
sheet-field-date = дата визита
sheet-field-paid_date = дата оплаты
sheet-field-first_visit = первый визит
sheet-field-last_visit = последний визит
sheet-field-visit_count = число визитов
sheet-field-charged = начисленная сумма
sheet-field-discounted = сумма со скидкой
sheet-field-paid = оплаченная сумма
sheet-field-discount = скидка, возврат или долг
sheet-field-doctor = врач
sheet-field-staff = сотрудник
sheet-field-speciality = направление
sheet-field-service = услуга
sheet-field-quantity = количество
sheet-field-channel = канал
sheet-field-visit_type = вид приёма
sheet-field-status = состояние визита
sheet-field-branch = филиал
sheet-field-payment_method = способ оплаты
sheet-field-row_number = номер строки
sheet-field-other = прочее

annotation-sheet = Данные
annotation-number = Бот не смог прочитать сумму. Нужно число.
    .fix = Бот не смог прочитать сумму. Исправьте на { $fix }.
annotation-date = Бот не смог прочитать дату. Нужна дата вида 31.12.2026.
    .fix = Бот не смог прочитать дату. Исправьте на { $fix }.
annotation-kind = Выберите вид канала: «Маркетинговый» или «Естественный».
