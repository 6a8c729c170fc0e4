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

## What many pictures have

chart-month = { $month } ’{ $year }
chart-quarter-1 = Q1 ’{ $year }
chart-quarter-2 = Q2 ’{ $year }
chart-quarter-3 = Q3 ’{ $year }
chart-quarter-4 = Q4 ’{ $year }
chart-not-from-zero = scale not from zero
chart-unit = { $number }{ $unit }
chart-unit-money = { $currency }{ $unit }

## Registered LTV

chart-ltv-title = LTV over { $months } months: { $value } per patient
chart-ltv-title-rose = LTV rose by { $by } in a year: { $value } per patient
chart-ltv-title-fell = LTV fell by { $by } in a year: { $value } per patient
chart-ltv-title-steady = LTV { $value } per patient, no clear change in a year
chart-ltv-subtitle = Turnover per patient within { $months } months of the first visit
chart-ltv-subtitle-provisional = Provisional: turnover per patient within { $months } months
chart-ltv-band = Band: 95% range
chart-ltv-marks = number: a decision’s date, not a cause
chart-ltv-registered = thin line: everybody whose term has ever passed
chart-ltv-earlier =
    and { $count } earlier { $count ->
        [one] decision
       *[other] decisions
    }

## LTV = check × frequency

chart-split-title = LTV { $value } = check { $check } × frequency { $visits }
chart-split-title-rose = LTV +{ $by } in a year: average check { $check }, frequency { $visits }
chart-split-title-fell = LTV −{ $by } in a year: average check { $check }, frequency { $visits }
chart-split-title-steady = LTV shows no clear change in a year: check { $check }, frequency { $visits }
chart-split-subtitle = All within a patient’s first { $months } months
chart-split-subtitle-provisional = Provisional, within a patient’s first { $months } months
chart-split-note = Grey is a year ago, blue is now. Each pair of bars has a scale of its own
chart-split-check = Visit check, { $currency }
chart-split-frequency = Visits per patient
chart-split-value = LTV, { $currency } per patient

## Cohorts

chart-cohorts-title-year = { $share } of new patients come a year later
chart-cohorts-title-quarter = { $share } of new patients come in the next quarter
chart-cohorts-title-new =
    New in a quarter: { $patients } { $patients ->
        [one] patient
       *[other] patients
    }
chart-cohorts-stronger = , the newest more often than before
chart-cohorts-weaker = , the newest less often than before
chart-cohorts-subtitle = How many of a quarter’s new patients came later, %
chart-cohorts-size = new
chart-cohorts-after = +{ $quarters } Q
chart-cohorts-note = Grey on the right is still to come. Fewer than 10 new are not shown
chart-cohorts-unknown = * First year of the export: some of the “new” were treated before it

## Base movement

chart-base-title =
    Active patients: { $active }
chart-base-title-grew =
    The base grew by { $by } in a year: { $active } active { $active ->
        [one] patient
       *[other] patients
    }
chart-base-title-shrank =
    The base shrank by { $by } in a year: { $active } active { $active ->
        [one] patient
       *[other] patients
    }
chart-base-title-same =
    The base did not change in a year: { $active } active { $active ->
        [one] patient
       *[other] patients
    }
chart-base-subtitle = Active at month’s end; lower right, the last year
chart-base-active = active
chart-base-new = new
chart-base-returned = returned
chart-base-lost = lost
chart-base-note = Active: seen in the last 12 months. Lost: not seen for 12 months
chart-base-not-from-zero = The scale of active patients does not start at zero
chart-base-unknown = First year of the export: some of the “new” were treated before it

## Repeat visits

chart-repeat-title = { $share } of new patients start a second course within a year
chart-repeat-title-rose = More come back: { $share } start a second course, +{ $by } pp in a year
chart-repeat-title-fell = Fewer come back: { $share } start a second course, −{ $by } pp in a year
chart-repeat-title-steady = { $share } start a second course within a year: no clear change
chart-repeat-subtitle = Repeat index by month of the first visit
chart-repeat-note = A line is the 95% range, the band is the last 12 cohorts together
chart-repeat-rough = A hollow dot is indicative: few patients, or the first year of the export

## Revenue stability

chart-revenue-title =
    Revenue kept to its band in { $inside } of { $months } { $months ->
        [one] month
       *[other] months
    }
chart-revenue-title-all =
    Steady revenue: { $months } { $months ->
        [one] month
       *[other] months
    } within its band
chart-revenue-title-above = { $month } revenue is { $by } above usual
chart-revenue-title-below = { $month } revenue is { $by } below usual
chart-revenue-subtitle = Monthly revenue and its band of trend and season, { $currency }
chart-revenue-note = A dot is a month outside the band: by chance it is 1 in 20

## Doctors, specialities, channels, branches side by side

chart-groups-title-doctor =
    { $leading } of { $total } doctors { $leading ->
        [one] brings
       *[other] bring
    } { $share } of revenue
chart-groups-title-speciality =
    { $leading } of { $total } specialities { $leading ->
        [one] brings
       *[other] bring
    } { $share } of revenue
chart-groups-title-channel =
    { $leading } of { $total } channels { $leading ->
        [one] brings
       *[other] bring
    } { $share } of revenue
chart-groups-title-branch =
    { $leading } of { $total } branches { $leading ->
        [one] brings
       *[other] bring
    } { $share } of revenue
chart-groups-title-one-doctor = { $share } of revenue is one doctor: { $name }
chart-groups-title-one-speciality = { $share } of revenue is one speciality: { $name }
chart-groups-title-one-channel = { $share } of revenue is one channel: { $name }
chart-groups-title-one-branch = { $share } of revenue is one branch: { $name }
chart-groups-title-patients =
    Most patients, { $patients } { $patients ->
        [one] person
       *[other] people
    }: { $name }
chart-groups-subtitle-revenue = Revenue of the last 12 months
chart-groups-subtitle-patients = Patients of the last 12 months
chart-groups-revenue = revenue, { $currency }
chart-groups-patients = patients
chart-groups-repeat = repeat
chart-groups-value = LTV
chart-groups-note = Repeat: of those who began here, who started a second course within a year
chart-groups-note-value = LTV: revenue per patient the channel brought
chart-groups-rough = * indicative, fewer than 30 patients
chart-groups-hidden =
    { $count } { $count ->
        [one] group
       *[other] groups
    } of fewer than 10 patients hidden
chart-groups-rest = { $count } more

## NPS

chart-nps-title = NPS { $nps } (from { $low } to { $high })
chart-nps-title-few =
    Too early for NPS: { $answers } { $answers ->
        [one] answer
       *[other] answers
    } of 30
chart-nps-subtitle = “Would you recommend us?”, 0 to 10, answers: { $answers }
chart-nps-note = NPS = share of promoters − share of detractors; the line is the middle of the passives
chart-nps-detractors = detractors, 0–6
chart-nps-passives = passives, 7–8
chart-nps-promoters = promoters, 9–10

## Plan and fact

chart-fact-title-unplanned = No plan is set: facts only so far
chart-fact-title-met = The plan is met exactly
chart-fact-title-ahead = { $by } above the plan
chart-fact-title-short = { $by } short of the plan
chart-fact-title-only = { $by } behind plan: { $name }
chart-fact-title-behind =
    { $behind } of { $total } { $behind ->
        [one] is
       *[other] are
    } more than 10% behind plan
chart-fact-title-all = All { $total } have met the plan
chart-fact-title-near = None of { $total } is more than 10% behind plan
chart-fact-subtitle = Fact (bar) and plan (tick), { $period }
chart-fact-month = { $month } { $year }
chart-fact-months = { $first }–{ $last } { $year }
chart-fact-numbers = fact / plan
chart-fact-deviation = difference
chart-fact-note = Orange is more than 10% behind

## The months of a year

chart-year-title =
    { $fact } of { $plan } in { $months } { $months ->
        [one] month
       *[other] months
    }: { $by } against plan
chart-year-title-unplanned =
    { $fact } in { $months } { $months ->
        [one] month
       *[other] months
    }
chart-year-subtitle = { $label }, { $year }
chart-year-forecast = Expected for the year: { $expected } ({ $low } to { $high }), plan { $plan }
chart-year-note = A tick is the month’s plan, orange is more than 10% behind
chart-year-missing = not entered: { $months }

## Turnover of two years by month

chart-pair-title-all = All { $months } months below the year before, most of all { $month }: { $by }
chart-pair-title =
    { $months ->
        [one] { $months } month of 12 is
       *[other] { $months } months of 12 are
    } below the year before, most of all { $month }: { $by }
chart-pair-title-plain =
    { $months ->
        [one] { $months } month of 12 is
       *[other] { $months } months of 12 are
    } below the year before
chart-pair-title-above = No month is below the year before
chart-pair-subtitle = Turnover by month, { $unit }
chart-pair-note = Grey bar: { $before }, blue bar: { $year }, vermilion: the weakest month. The scale starts at zero
chart-pair-note-moved = Grey bar: the same month a year before, vermilion: the weakest month. The scale starts at zero

## Why turnover changed

chart-turnover-title-same = Turnover is almost as before: neither patients, visits nor the check moved noticeably
chart-turnover-taken-one = { $parts } took { $sum }
chart-turnover-taken-many = { $parts } took { $sum }
chart-turnover-brought-one = { $parts } brought { $sum }
chart-turnover-brought-many = { $parts } brought { $sum }
chart-turnover-and = { $first } and { $last }
chart-turnover-part-patients = Patients
chart-turnover-part-visits_per_patient = Visits
chart-turnover-part-check = The check
chart-turnover-subtitle = Change of turnover over the year, { $unit }
chart-turnover-before = a year ago
chart-turnover-patients-less = Fewer patients
chart-turnover-patients-more = More patients
chart-turnover-visits_per_patient-less = Fewer visits each
chart-turnover-visits_per_patient-more = More visits each
chart-turnover-check-less = Lower check
chart-turnover-check-more = Higher check
chart-turnover-total = Over the year
chart-turnover-note = The parts add up to the change. A part under 3% of turnover also comes about by itself
