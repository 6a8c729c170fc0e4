# Число с существительным: $n выбирает форму, $shown — как число написано («2 000», «+400», «39–125»).

units-patients = { $shown } { $n ->
    [one] пациент
    [few] пациента
    [many] пациентов
   *[other] пациента
 }
units-new-patients = { $shown } { $n ->
    [one] новый пациент
    [few] новых пациента
    [many] новых пациентов
   *[other] нового пациента
 }
units-leads = { $shown } { $n ->
    [one] лид
    [few] лида
    [many] лидов
   *[other] лида
 }
units-referrals = { $shown } { $n ->
    [one] рекомендация
    [few] рекомендации
    [many] рекомендаций
   *[other] рекомендации
 }
units-visits = { $shown } { $n ->
    [one] визит
    [few] визита
    [many] визитов
   *[other] визита
 }
units-channels = { $shown } { $n ->
    [one] канал
    [few] канала
    [many] каналов
   *[other] канала
 }
units-months = { $shown } { $n ->
    [one] месяц
    [few] месяца
    [many] месяцев
   *[other] месяца
 }
units-years = { $shown } { $n ->
    [one] год
    [few] года
    [many] лет
   *[other] года
 }
units-points = { $shown } п. п.
