### Words on pictures. Soft hyphens stand where a long label may be broken.

## The marketing plan: churn + growth − referrals

chart-bridge-title =
    Marketing has to bring { $plan } { $plan ->
        [one] patient
       *[other] patients
    } over the year
chart-bridge-title-spare =
    The marketing plan is 0, with { $spare } { $spare ->
        [one] patient
       *[other] patients
    } to spare
chart-bridge-title-now-spare =
    The marketing plan goes from { $before } to 0, with { $spare } { $spare ->
        [one] patient
       *[other] patients
    } to spare
chart-bridge-title-enough = The marketing plan is { $plan }: just enough patients
chart-bridge-title-less =
    The marketing plan goes down from { $before } to { $plan } { $plan ->
        [one] patient
       *[other] patients
    }
chart-bridge-title-more =
    The marketing plan goes up from { $before } to { $plan } { $plan ->
        [one] patient
       *[other] patients
    }
chart-bridge-title-same =
    The marketing plan stays at { $plan } { $plan ->
        [one] patient
       *[other] patients
    }
chart-bridge-subtitle = Where the patients of { $year } will come from
chart-bridge-subtitle-of = { $subject }: where patients will come from, { $year }
chart-bridge-churn = Churn { $churn }
chart-bridge-growth = turnover growth { $growth }
chart-bridge-check = average check { $check }
chart-bridge-base =
    base of { $patients } { $patients ->
        [one] patient
       *[other] patients
    }
chart-bridge-estimated = some figures are rough
chart-bridge-compared = Grey behind a bar is how it was, in brackets is the change
chart-bridge-lost-label = Replacing churn
chart-bridge-growth-label = Turnover growth
chart-bridge-needed-label = Needed in total
chart-bridge-referrals-label = By referral
chart-bridge-plan-label = Marketing plan
chart-bridge-spare-label = To spare

## The plan by channel

chart-channels-title = { $channels } of { $total } channels will bring { $share } of the plan
chart-channels-title-single =
    The whole plan rests on one channel: { $plan } { $plan ->
        [one] patient
       *[other] patients
    } a year
chart-channels-title-nothing = The plan by channel is 0: nothing to order
chart-channels-subtitle = Monthly plan for marketing at { $conversion } lead conversion
chart-channels-note =
    Channels share as they did last year. In { $year }: { $patients } { $patients ->
        [one] patient
       *[other] patients
    }, { $leads } { $leads ->
        [one] lead
       *[other] leads
    }
chart-channels-note-even =
    Equal shares: no figures for last year. In { $year }: { $patients } { $patients ->
        [one] patient
       *[other] patients
    }, { $leads } { $leads ->
        [one] lead
       *[other] leads
    }
chart-channels-patients = patients
chart-channels-leads = leads
chart-channels-unnamed = No name
chart-channels-rest =
    { $count } more { $count ->
        [one] channel
       *[other] channels
    }
