# The questionnaire and its check card. `question-<name>` is asked, `ack-<name>` confirms the answer before it.

counter = <b>{ $position } из { $total }.</b>

question-patients = Сколько разных пациентов было в { $year } году? Людей, а не визитов. Например: 2000
    .example = 2000
    .short = Пациенты в { $year }
question-patients-running = Сколько разных пациентов было в { $year } году? Людей, а не визитов. Год ещё идёт — возьмите последние 12 месяцев. Например: 2000
question-previous_patients = А в { $before } году?
    .example = 1850
    .short = Пациенты в { $before }
question-new_patients = Сколько { $patients ->
        [0] пациентов пришли
       *[other] из { $patients } пришли
    } впервые?
    .example = 575
    .short = Впервые в { $year }
question-turnover = Оборот за { $year } год? Можно «60 млн».
    .example = 60 млн
    .short = Оборот за { $year }
question-average_check = Ещё один вопрос вместо числа пациентов. Сколько в среднем оставляет один пациент за год? По нему и обороту посчитаем, сколько их было. Например: 30 000
    .example = 30 000
    .short = Чек на пациента
question-referrals = Сколько { $new ->
        [0] новых пришли
       *[other] из { $new } новых пришли
    } по рекомендации?
    .example = 460
    .short = По рекомендации
    .choice-almost_all = Почти все
    .choice-half = Половина
    .choice-third = Треть
question-conversion = Из 10 лидов сколько начинают лечение? Лид — человек, который оставил контакт и хочет прийти.
    .example = 30 %
    .short = Конверсия лида
    .choice-20 = 2
    .choice-30 = 3
    .choice-40 = 4
    .choice-other = Другое
    .choice-unknown = Не знаю, взять 3
question-conversion-other = Какая доля лидов начинает лечение? Напишите процент, например: 25 %
question-growth = Какой рост оборота хотите в { $plan } году?
    .example = 15 %
    .short = Рост оборота
    .choice-0 = 0 %
    .choice-10 = +10 %
    .choice-20 = +20 %
    .choice-other = Другой
    .choice-unknown = Не знаю, пока без роста
question-growth-other = На сколько процентов должен вырасти оборот? Например: 15 %
question-returned_patients = Сколько { $patients ->
        [0] пациентов
       *[other] из { $patients }
    } бывали у вас раньше, но не в предыдущем году? Это вернувшиеся: не новые и не прошлогодние.
    .example = 40
    .short = Вернулись после года
unknown = Не знаю

ack-number = ✓ { $value }.
ack-unknown = ✓ Не знаете — не страшно.
ack-word-almost_all = ✓ Почти все — считаем 80–100 %.
ack-word-half = ✓ Половина — считаем 40–60 %.
ack-word-third = ✓ Треть — считаем 25–40 %.
ack-word-unknown = ✓ Не знаете — посчитаем от нуля до всех.
ack-previous_patients-grew = ✓ { $value }, база выросла на { $change }.
ack-previous_patients-shrank = ✓ { $value }, база сократилась на { $change }.
ack-previous_patients-same = ✓ { $value }, база не изменилась.
ack-turnover-check = ✓ { $value }, по { $check } на пациента.
ack-average_check-patients = ✓ { $value } — значит, было около { $patients } пациентов.
ack-conversion = ✓ { $value } лидов начинают лечение.
ack-conversion-unknown = ✓ Возьмём 30 % — это пример из статьи, не норма.

card = <b>Проверьте цифры{ $subject }</b>
card-line = { $name }: <b>{ $value }</b>
card-line-counted = { $name }: <b>{ $value }</b> 📎
card-counted = 📎 Из файла: { $period }
card-unknown = не знаю
card-not_asked = не знаю, считаем 0
card-zero_growth = без роста
card-example_conversion = 30 % — пример из статьи, не норма
card-of_new = { $word } из новых ({ $low }–{ $high })
card-word-almost_all = почти все
card-word-half = половина
card-word-third = треть
card-word-unknown = неизвестно, сколько
card-from_check = около { $patients }, посчитано по чеку
card-about = от { $low } до { $high }
card-edit = ✏ { $name }
card-calculate = ✅ Посчитать
card-restart = ↺ Заново
card-year = 🗓 Год плана: { $year }
card-year_changed = Теперь нужны цифры за { $year } и { $before } годы. Ответы остались прежними — проверьте каждый.
card-contradiction = ⚠ { $problem }
card-note-missing = Без этого плана не будет: { $name }. Посчитаем, что можно.
restart-ask = Стереть { $count ->
        [one] { $count } ответ
        [few] { $count } ответа
        [many] { $count } ответов
       *[other] { $count } ответов
    } и начать заново? Вместе с ними исчезнет и сохранённый план, каналы останутся.
    .yes = ↺ Стереть и начать заново

doubt-base_change = Было { $before }, стало { $now }: за год база изменилась больше чем вдвое. Всё верно?
doubt-check = Получается { $check } на одного пациента за год. Это точно? Может быть, оборот в тысячах или в другой валюте?
doubt-average_check = { $check } на одного пациента за год — это точно? Может быть, в тысячах или в другой валюте?
doubt-yes = Да, верно: { $value }
doubt-retype = ✏ Ввести заново

refused-negative = Меньше нуля быть не может. Введите число от нуля.
refused-no_patients = Без пациентов посчитать не получится. Введите число больше нуля.
refused-no_previous_patients = Нужно хотя бы несколько пациентов в прошлом году: без них отток не посчитать. Если клиника открылась недавно, нажмите «Не знаю».
refused-no_check = Чек должен быть больше нуля. Например: 30 000
refused-more_new_than_patients = Впервые пришли { $left }, а всего пациентов { $right }: новых не может быть больше, чем всех. Исправьте одно из этих чисел.
refused-more_new_and_returned_than_patients = Впервые и после перерыва пришли { $left }, а всего пациентов { $right }: больше, чем всех, быть не может. Исправьте одно из этих чисел.
refused-more_retained_than_before = Не впервые пришли { $left }, а годом раньше всего пациентов было { $right }: вернуться больше, чем было, не могли. Исправьте одно из этих чисел.
refused-referrals_above_base = По этим цифрам по рекомендации придут { $left } — больше, чем вся база: { $right }. Проверьте число пациентов за оба года и число рекомендаций.
refused-more_referrals_than_new = По рекомендации { $left }, а всего новых { $right }: больше, чем всех новых, быть не может. Исправьте одно из этих чисел.
refused-conversion_out_of_range = Доля лидов должна быть больше 0 и не больше 100 %. Например: 30 %
