# The article's seven questions.

self_check-intro = <b>7 утверждений о клинике.</b> Отметьте честно, верно ли каждое: результат увидите только вы.
self_check-counter = <b>{ $position } из 7.</b>
self_check-question-conversion_unclear = Вам непонятна конверсия пациентов по специальностям и врачам.
self_check-question-no_goals = В клинике нет системы постановки целей.
self_check-question-unclear_what_earns = Вам непонятно, что приносит деньги.
self_check-question-unclear_who_earns = Вам непонятно, кто приносит деньги.
self_check-question-unclear_where_to_invest = Вам непонятно, куда выгоднее вкладывать.
self_check-question-no_crm = В клинике нет единой базы пациентов и работы с каждым из них.
self_check-question-no_staff_control = В клинике нет контроля работы сотрудников по цифрам.
self_check-yes = Верно
self_check-no = Неверно
self_check-result-weak = <b>{ $count } из 7 — управление по цифрам пока работает слабо.</b>
    Больше трёх «верно» значит, что система недостаточно эффективна.
self_check-result-good = <b>{ $count ->
        [0] Ни одного «верно»
       *[other] { $count } из 7
    } — система в порядке.</b>
    Порог — больше трёх «верно».
self_check-first = 👉 Начните с этого: { $step }
self_check-blocks = Над чем работать:
self_check-block = • { $block }: { $signs }
self_check-step-conversion_unclear = спросите у администраторов, сколько обращений и сколько начатых лечений было за месяц по каждому врачу. Это и есть конверсия.
self_check-step-no_goals = поставьте одну цель на год — план новых пациентов. Здесь он считается из пяти цифр.
self_check-step-no_goals-planned = цель на год у вас уже есть — план новых пациентов. Сверяйте его с фактом каждый месяц: /month
self_check-step-unclear_what_earns = разложите оборот за год по направлениям и посчитайте план для каждого в разделе «Врачи и направления».
self_check-step-unclear_who_earns = посчитайте средний чек и отток по каждому врачу в разделе «Врачи и направления».
self_check-step-unclear_where_to_invest = разложите план по каналам: станет видно, во что обходится новый пациент.
self_check-step-no_crm = заведите один список пациентов с датой последнего визита: без него не видно, кто уходит.
self_check-step-no_staff_control = выберите по одной цифре на сотрудника и смотрите на неё раз в месяц.
self_check-sign-conversion_unclear = конверсия по врачам
self_check-sign-no_goals = цели
self_check-sign-unclear_what_earns = что приносит деньги
self_check-sign-unclear_who_earns = кто приносит деньги
self_check-sign-unclear_where_to_invest = куда вкладывать
self_check-sign-no_crm = база пациентов
self_check-sign-no_staff_control = контроль по цифрам
self_check-clear-planned = Сверяйте план с фактом каждый месяц — это удержит систему в порядке.
self_check-clear = Посчитайте план и сверяйте его с фактом каждый месяц — это удержит систему в порядке.
self_check-plan = ▶ Посчитать план
    .there = ▶ Показать план
self_check-again = ↺ Пройти заново
block-medical_product = Медицинский продукт
block-patients = Пациенты
block-acquisition = Привлечение
block-finance = Финансы и управление
