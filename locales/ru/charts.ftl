### Слова на картинках. Мягкие переносы стоят там, где длинную подпись можно разорвать.

## План маркетинга: отток + рост − рекомендации

chart-bridge-title =
    Маркетингу нужно привести { $plan } { $plan ->
        [2] пациентов
        [3] пациентов
        [4] пациентов
        [one] пациента
        [few] пациента
        [many] пациентов
       *[other] пациента
    } за год
chart-bridge-title-spare =
    План маркетинга — 0: в запасе { $spare } { $spare ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-title-now-spare =
    План маркетинга: было { $before }, стало 0, в запасе { $spare } { $spare ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-title-enough = План маркетинга — { $plan }: пациентов хватит ровно
chart-bridge-title-less =
    План маркетинга снизится: было { $before }, стало { $plan } { $plan ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-title-more =
    План маркетинга вырастет: было { $before }, стало { $plan } { $plan ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-title-same =
    План маркетинга не изменится: { $plan } { $plan ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-subtitle = Откуда возьмутся пациенты в { $year } году
chart-bridge-subtitle-of = { $subject }: откуда возьмутся пациенты, { $year }
chart-bridge-churn = Отток { $churn }
chart-bridge-growth = рост оборота { $growth }
chart-bridge-check = средний чек { $check }
chart-bridge-base =
    база { $patients } { $patients ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }
chart-bridge-estimated = часть цифр примерные
chart-bridge-compared = Серое за столбцом — как было, в скобках — изменение
chart-bridge-lost-label = Замена оттока
chart-bridge-growth-label = Рост оборота
chart-bridge-needed-label = Всего нужно
chart-bridge-referrals-label = По реко­мендации
chart-bridge-plan-label = План мар­кетинга
chart-bridge-spare-label = Запас

## План по каналам

chart-channels-title =
    { $share } плана { $channels ->
        [one] даст { $channels } канал
        [few] дадут { $channels } канала
        [many] дадут { $channels } каналов
       *[other] дадут { $channels } канала
    } из { $total }
chart-channels-title-single =
    Весь план на одном канале: { $plan } { $plan ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    } за год
chart-channels-title-nothing = План по каналам — 0: заказывать нечего
chart-channels-subtitle = План маркетолога в месяц при конверсии лида { $conversion }
chart-channels-note =
    Доли — как в прошлом году. На { $year } год: { $patients } { $patients ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }, { $leads } { $leads ->
        [one] лид
        [few] лида
        [many] лидов
       *[other] лида
    }
chart-channels-note-even =
    Поровну: за прошлый год данных нет. На { $year } год: { $patients } { $patients ->
        [one] пациент
        [few] пациента
        [many] пациентов
       *[other] пациента
    }, { $leads } { $leads ->
        [one] лид
        [few] лида
        [many] лидов
       *[other] лида
    }
chart-channels-patients = пациентов
chart-channels-leads = лидов
chart-channels-unnamed = Без названия
chart-channels-rest =
    Ещё { $count } { $count ->
        [one] канал
        [few] канала
        [many] каналов
       *[other] канала
    }
