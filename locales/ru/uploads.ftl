# Files in the chat: waiting, the preview with its questions, what was kept.

upload-doing-waiting = ⏳ Файл получен. Он большой: прочитаю, как только закончу с теми, что пришли раньше.
upload-doing-fetching = ⏳ Загружаю файл…
upload-doing-opening = ⏳ Открываю файл…
upload-doing-locating = ⏳ Ищу таблицу и её заголовок…
upload-doing-parsing = ⏳ Разбираю даты и суммы…
upload-doing-counting = ⏳ Считаю пациентов и оборот…
upload-stop = ⏹ Остановить
upload-stopped = Остановились. Из файла ничего не сохранено.
upload-again = 🔄 Прочитать ещё раз

upload-rows = { $rows ->
        [one] { $rows } строка
        [few] { $rows } строки
        [many] { $rows } строк
       *[other] { $rows } строк
    }
upload-patients = { $patients ->
        [one] { $patients } пациент
        [few] { $patients } пациента
        [many] { $patients } пациентов
       *[other] { $patients } пациентов
    }
upload-headline = { upload-rows }, { upload-patients }, оборот { $turnover }
    .no_money = { upload-rows }, { upload-patients }, сумм нет
upload-preview = <b>В файле { $headline }.</b>
upload-sheets = { $count ->
        [one] { $count } лист: { $why }.
        [few] { $count } листа: { $why }.
        [many] { $count } листов: { $why }.
       *[other] { $count } листов: { $why }.
    }
upload-columns = Пациент: { $patient }. Дата: { $date }. Сумма: { $amount }.
upload-column = { $letter } «{ $header }»
    .sum = { $letter } «{ $header }», это { $field }
upload-left_out = { $rows ->
        [one] Не войдёт { $rows } строка
        [few] Не войдут { $rows } строки
        [many] Не войдут { $rows } строк
       *[other] Не войдут { $rows } строк
    }, причины в подробностях.
upload-problems = { $count ->
        [one] { $count } ячейку прочитать не удалось:
        [few] { $count } ячейки прочитать не удалось, первые:
        [many] { $count } ячеек прочитать не удалось, первые:
       *[other] { $count } ячеек прочитать не удалось, первые:
    }
upload-remembered = Колонки понял, как в прошлый раз.
upload-not_kept = Пока ничего не сохранено.
upload-more = …и ещё { $count }

upload-keep = ✅ Загрузить
    .valid = ✅ Загрузить { $rows ->
        [one] { $rows } верную строку
        [few] { $rows } верные строки
        [many] { $rows } верных строк
       *[other] { $rows } верных строк
    }
    .figures = ✅ Взять в анкету
upload-change = ✏ Изменить колонки
upload-figures = <b>В файле цифры за { $year } год.</b>
    .no_year = <b>В файле цифры года.</b>
upload-figures-channels = { $count ->
        [one] И { $count } канал.
        [few] И { $count } канала.
        [many] И { $count } каналов.
       *[other] И { $count } каналов.
    }
upload-figures-taken = <b>Цифры из файла — в анкете.</b> Проверьте их и ответьте на оставшиеся вопросы.
upload-figures-check = 📝 Проверить и посчитать
upload-year = Взять { $year } год
upload-copy = 📄 Файл с пометками
upload-copy-name = С пометками
upload-copy-caption = { $count ->
        [one] Отмечена { $count } ячейка: она подсвечена, в примечании — что исправить.
        [few] Отмечены { $count } ячейки: они подсвечены, в примечаниях — что исправить.
        [many] Отмечено { $count } ячеек: они подсвечены, в примечаниях — что исправить.
       *[other] Отмечено { $count } ячеек: они подсвечены, в примечаниях — что исправить.
    } Пришлите исправленный файл, и он заменит этот.
upload-template = Впишите цифры в жёлтые ячейки и пришлите файл сюда. Чего не знаете, оставьте пустым.
upload-drop = ✖ Не загружать
upload-dropped = Файл не загружен, из него ничего не сохранено.

upload-ask-sheet = <b>Какой лист читать?</b>
    Подходят несколько, и их дни пересекаются.
upload-ask-patient = <b>В каком столбце пациент?</b>
    Лучше всего номер карты: имена бот не хранит.
upload-ask-date = <b>В каком столбце дата визита?</b>
upload-ask-amount = <b>В каком столбце оплаченная сумма?</b>
    Оборот считается по тому, что пациенты заплатили.
upload-ask-figure = <b>«{ $about }»: какую строку взять?</b>
upload-ask-date_order = <b>Что в датах стоит первым?</b>
    По самим датам этого не видно.
upload-ask-other = Другой столбец
upload-order-day_first = День: 31/12/2025
upload-order-month_first = Месяц: 12/31/2025

upload-change-which = <b>Какой столбец понят неверно?</b>
upload-change-line = { $letter } «{ $header }» → { $field }
upload-change-none = не используется
upload-change-what = <b>Что в столбце { $column }?</b>
upload-change-nothing = Не использовать
upload-change-refused = Так прочитать не получается. { $reason }

upload-failed = Прочитать файл не получилось по нашей вине. Попробуйте ещё раз; если не поможет, пришлите его в CSV.
upload-many_waiting = Уже ждут { $count } ваших файлов. Этот не принят: пришлите его, когда я прочитаю те.
upload-full-uploads = <b>Не загружено: у клиники уже { $most ->
        [one] { $most } файл
        [few] { $most } файла
        [many] { $most } файлов
       *[other] { $most } файла
    }, больше хранить нельзя.</b>
    Освободите место: /uploads → ненужный файл → «Отменить загрузку» → «Удалить совсем». Потом прочитайте этот файл ещё раз.
upload-full-size = <b>Не загружено: с этим файлом визиты клиники заняли бы больше { $most } МБ, столько хранить нельзя.</b>
    Освободите место: /uploads → ненужный файл → «Отменить загрузку» → «Удалить совсем». Потом прочитайте этот файл ещё раз.
upload-not-fetched-gone = Телеграм не отдал файл. Пришлите его ещё раз.
upload-not-fetched-failed = Телеграм сейчас не отдаёт файл. Он не потерян: нажмите кнопку чуть позже.
upload-not-fetched-too-big = <b>Файл тяжелее { $limit } МБ, такие бот получить не может.</b>
    Что поможет:
    1. сохранить его как CSV и сжать в ZIP;
    2. оставить в нём только пациента, дату и сумму;
    3. прислать по годам, файлами поменьше.
upload-not-fetched-sheet-private = <b>Эта таблица закрыта.</b>
    Нажмите в ней «Настройки доступа», выберите «Все, у кого есть ссылка» и пришлите ссылку ещё раз. После загрузки доступ можно закрыть. Или скачайте таблицу как XLSX и пришлите файлом.
upload-not-fetched-sheet-missing = Такой таблицы нет. Проверьте ссылку: она начинается с https://docs.google.com/spreadsheets/d/.
upload-not-fetched-sheet-unreachable = Google сейчас не отдаёт эту таблицу. Попробуйте ещё раз или скачайте её как XLSX и пришлите файлом.
upload-not_a_sheet = Эта ссылка ведёт не на таблицу. Нужна ссылка вида https://docs.google.com/spreadsheets/d/… или сам файл.
upload-photo = По фотографии цифры не прочитать. Пришлите сам файл: XLSX, XLS, ODS или CSV.

upload-kept = <b>Загружено: { $headline }.</b>
    .same = <b>Этот файл уже загружен: ничего не изменилось.</b>
    .replaced = Дни, которые уже были, заменены новыми, дважды они не считаются: { $periods }.
    .branch = филиал «{ $branch }», { $period }
upload-period = { $from } – { $to }
upload-year-partial = { $year } год в файле неполный, поэтому предлагаю последние 12 полных месяцев.
upload-year-none = Полного года в файле нет, поэтому цифры для плана из него не взять.
upload-take-year = 📊 План по данным за { $year } год
upload-take-months = 📊 План по 12 месяцам: { $period }
upload-taken = Цифры взяты из файла. Проверьте их и ответьте на оставшиеся вопросы.
upload-delete = 🗑 Удалить сообщение с файлом
upload-deleted = Сообщение с файлом удалено
upload-not_deleted = Телеграм уже не даёт боту удалить это сообщение: удалите его сами
upload-undo = ↩ Отменить загрузку

uploads = <b>Загруженные файлы</b>
    Пришлите выгрузку визитов в этот чат в любой момент: XLSX, XLS, ODS, CSV или ссылку на таблицу Google. Сначала покажу, что понял; имена и телефоны не сохраняются.
    .none = Пока ничего не загружено.
    .template = 📄 Получить шаблон
    .item = { $from } – { $to }, { upload-rows }
    .undone = отменён: { $from } – { $to }, { upload-rows }
uploads-card = <b>Файл от { $day }</b>
    Период: { $from } – { $to }
    { upload-headline }
    .no_money = <b>Файл от { $day }</b>
    Период: { $from } – { $to }
    { upload-headline.no_money }
    .undone = Загрузка отменена: визиты из этого файла не считаются. Через 30 дней после отмены файл удалится совсем.
    .undo = ↩ Отменить загрузку
    .redo = ↪ Вернуть
    .erase = 🗑 Удалить совсем
uploads-undo = <b>Отменить загрузку?</b>
    { upload-rows } за { $from } – { $to } перестанут считаться. Вернуть файл можно будет здесь же.
    .yes = ↩ Отменить загрузку
uploads-redo = <b>Вернуть файл?</b>
    { upload-rows } за { $from } – { $to } снова будут считаться.
    .yes = ↪ Вернуть
uploads-erase = <b>Удалить файл совсем?</b>
    { upload-rows } за { $from } – { $to }: вернуть их будет нельзя, только загрузить файл заново.
    .yes = 🗑 Удалить совсем
uploads-undone = Загрузка отменена
uploads-erased = Файл удалён
uploads-redone = Файл снова считается

upload-choice-swapped-yes = Исправить
upload-choice-swapped-no = Оставить как есть
upload-choice-gaps-yes = Да, то же
upload-choice-gaps-no = Нет, там пусто
upload-choice-repeated-yes = Сумма визита, считать один раз
upload-choice-repeated-no = Сумма каждой строки
upload-choice-spelling-yes = Это одни люди
upload-choice-spelling-no = Разные люди
upload-choice-zeros-yes = Нули не важны
upload-choice-zeros-no = Разные пациенты
upload-choice-people-yes = Имена людей, скрыть
upload-choice-people-no = Это не люди
upload-choice-ledger-paid = Оплаты
upload-choice-ledger-charged = Начисления
upload-choice-ledger-refunds = Минусы — возвраты
upload-choice-outlier-mended = Исправить опечатку
upload-choice-outlier-as_it_is = Оставить
upload-choice-outlier-without = Визит без суммы
upload-choice-status-visit = Состоялось всё
upload-choice-status-no_show = Ничего не состоялось
upload-choice-operation-payment = Всё это оплаты
upload-choice-operation-ignored = Ничего не считать
upload-choice-operation-refund = Это возвраты
upload-choice-amount-none = Сумм здесь нет
upload-choice-all = Все листы вместе
upload-choice-counted = Только: { $values }

upload-kind-visit = визит
upload-kind-charge = начисление
upload-kind-payment = оплата
upload-kind-refund = возврат, вычтен
upload-kind-advance = аванс, не выручка
upload-kind-advance_back = возврат аванса
upload-kind-advance_use = из аванса, выручка
upload-kind-booking = ещё не состоялся
upload-kind-no_show = не пришёл
upload-kind-cancelled = отменён
upload-kind-total = итог
upload-kind-ignored = не считаем
upload-kind-unknown = не знаем

upload-found-group_days = Дата стоит отдельной строкой над визитами.
upload-found-group_names = Врач или филиал стоит отдельной строкой над визитами.
upload-found-filled_down = «{ $details }» заполнено только в первой строке группы: продолжили вниз, строк { $rows }.
upload-found-sheet_says = «{ $details }» взято из названия листа или таблицы.
upload-found-thousands = Суммы в тысячах: умножили на тысячу.
upload-found-repeated_total = Сумма визита повторена в каждой его строке: посчитали один раз, лишнее { $money }.
upload-found-ledger = Оплаты и начисления в одной таблице: выручка — оплаты.
upload-found-refunds = Возвраты вычли: строк { $rows }, { $money }.
upload-found-refund_column = Возвраты из отдельной колонки вычли: { $money }.
upload-found-advances = Авансы: строк { $rows }, { $money }. Выручкой станут в день приёма.
upload-found-no_shows = Не пришли: строк { $rows }, { $money }. Не считаем.
upload-found-cancelled = Отменено: строк { $rows }, { $money }. Не считаем.
upload-found-bookings = Ещё не состоялись: строк { $rows }, { $money }. Не визиты.
upload-found-ignored = Не приём и не оплата: строк { $rows }, { $money }. Не считаем.
upload-found-swapped_days = В части дат день и месяц поменялись местами.
upload-found-far_days = Дата далеко от остальных: строк { $rows }. Не вошли, ячейки названы ниже.
upload-found-spellings = Одних и тех же пациентов писали по-разному: { $first } написаний, { $second } пациентов.
upload-found-other_currency = Суммы в других валютах не вошли: строк { $rows }. Взяли { $details }.
upload-found-outlier = Сумма во много раз больше остальных: { $details }.
upload-found-names_hidden = Имена людей в колонке не храним: вместо них «{ $details }», значений { $rows }.
upload-found-added_parts = Выручка — сумма колонок: { $details }.
upload-found-multiplied = Выручка — произведение колонок: { $details }.

upload-blank = (пусто)
upload-sums = Колонки сумм:
upload-values = Что состоялось и что считаем:
upload-unread = Не прочитаны листы: { $sheets }.
upload-lost = { $rows ->
        [one] Не вошла { $rows } строка из { $of } ({ $share }).
        [few] Не вошли { $rows } строки из { $of } ({ $share }).
        [many] Не вошли { $rows } строк из { $of } ({ $share }).
       *[other] Не вошли { $rows } строк из { $of } ({ $share }).
    }
upload-month = { $month } { $year }: { upload-month-visits }, { $turnover }. Похоже на вашу программу?
    .no_money = { $month } { $year }: { upload-month-visits }. Похоже на вашу программу?
upload-month-visits = { $visits ->
        [one] { $visits } визит
        [few] { $visits } визита
        [many] { $visits } визитов
       *[other] { $visits } визита
    }
upload-visits = { $count ->
        [one] { $count } визит
        [few] { $count } визита
        [many] { $count } визитов
       *[other] { $count } визита
    }
upload-people = { $count ->
        [one] { $count } пациент
        [few] { $count } пациента
        [many] { $count } пациентов
       *[other] { $count } пациента
    }
