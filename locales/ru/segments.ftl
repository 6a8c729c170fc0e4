# Segments: the same plan for a doctor, a speciality, a channel, a branch.

segments = <b>Врачи и направления</b>
    План можно посчитать для всей клиники и отдельно для врача, направления, канала или филиала — и сравнить.
segments-empty = Пока посчитать можно только всю клинику. Добавьте, что хотите сравнить.
segments-line = <b>{ $name }</b>: отток { $churn }, чек { $check }, план { $plan }
segments-line-unfinished = <b>{ $name }</b>: ответов { $given } из { $total }
segments-none = —
segments-add = ➕ Добавить
segments-kind = Для чего считаем?
segments-name-doctor = Как зовут врача? Достаточно фамилии или инициалов.
segments-name-speciality = Какое направление? Например: ортопедия
segments-name-channel = Какой канал? Например: соцсети
segments-name-branch = Какой филиал? Например: на Ленина
segments-full = Больше { $most } на экране телефона не разобрать. Удалите то, что уже не нужно.
segments-exists = «{ $name }» уже есть в списке.
segments-open = <b>{ $name }</b>
    .result = 📊 План
    .data = ✏ Данные
    .what_if = 🔁 А если…
    .channels = 📊 По каналам
    .rename = ✏ Название
    .remove = 🗑 Удалить
segments-rename = Как теперь называть «{ $name }»?
segments-remove-ask = Удалить «{ $name }» вместе с ответами, каналами и планом? Вернуть их будет нельзя.
    .yes = 🗑 Удалить
segments-removed = «{ $name }» больше нет в списке.
segment-kind-clinic = Клиника
segment-kind-doctor = Врач
segment-kind-speciality = Направление
segment-kind-channel = Канал
segment-kind-branch = Филиал
segment-subject = { " " }— { $name }
