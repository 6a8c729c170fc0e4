# Months: last month's questions, plan against fact, the history, a new year.

month-ask-new_patients = <b>{ $month }.</b> How many new patients came? New means for the first time in the clinic.
    .short = New
    .example = 37
month-ask-referrals = <b>{ $month }.</b> How many of them came by referral?
    .short = By referral
    .example = 12
month-ask-leads = <b>{ $month }.</b> How many leads were there? A lead is a person who left a contact and wants to come.
    .short = Leads
    .example = 120
month-ask-started = <b>{ $month }.</b> How many leads started treatment?
    .short = Started treatment
    .example = 36
month-ask-turnover = <b>{ $month }.</b> What was the turnover? “520K” will do.
    .short = Turnover
    .example = 520K
month-ask-patients = <b>{ $month }.</b> How many different patients came? People, not visits.
    .short = Patients
    .example = 300
month-ask-visits = <b>{ $month }.</b> How many visits were there?
    .short = Visits
    .example = 450
month-ask-channel-leads = <b>{ $month }, { $channel }.</b> How many leads did the channel bring?
month-ask-channel-new_patients = <b>{ $month }, { $channel }.</b> How many of them became patients?
month-previous = { $when }: { $value }.
month-now = Entered so far: { $value }.
month-same = As { $when }: { $value }
month-when = in { $month }
month-when-year = in { $month } { $year }
month-day = { $month } { $day }
month-channels = <b>{ $month }: the clinic’s figures are in.</b>
    Split them by channel? { $count ->
        [one] { $count } channel, two numbers
       *[other] { $count } channels, two numbers each
    }. You will see which channel lags and what a patient costs.
    .enter = ▶ By channel
    .skip = Without channels

month-card = <b>{ $month }</b>
    .channels = 📣 By channel
    .note = 📝 Note
    .result = 📊 Plan and fact
    .history = 📅 All months
month-card-note = 📝 { $note }
month-card-changes = <b>What was corrected</b>
month-card-change = { $day }: { $name } was { $before }, is { $after } ({ $source })
month-source-typed = typed
month-source-rows = from an export
month-note = <b>{ $month }.</b> What happened that matters? For example: “The orthodontist left”, “New prices from the 15th”. The note is shown with the month’s figures.
    .remove = 🗑 Remove the note
month-note-long = A note has at most { $most } characters. Please make it shorter.

refused-month-referrals = { $left } by referral, but { $right } new in all: there cannot be more than all the new ones. Correct one of these numbers.
refused-month-patients = { $left } new, but { $right } patients in the month: there cannot be more new ones than all. Correct one of these numbers.
refused-month-visits = { $left } patients, but { $right } visits: everybody came at least once. Correct one of these numbers.
refused-month-channel_leads = The channels make { $left } leads, but the month had { $right } in all. Correct the channel or the total.
refused-month-channel_patients = The channels make { $left } new patients, but the month had { $right } in all. Correct the channel or the total.
doubt-month-started = { $started } started treatment, but there were { $leads } leads. That happens with leads of the month before. Is it right?
doubt-month-change = It was { $before }, now it is { $now }: more than three times apart. Is it right?
doubt-month-money = It was { $before }, now it is { $now }: more than three times apart. Is the sum in thousands, perhaps?

month-headline = <b>{ $month }: marketing brought { $fact ->
        [one] { $fact } patient
       *[other] { $fact } patients
    }, plan { $plan }</b> ({ $deviation })
month-headline-new = <b>{ $month }: { $new ->
        [one] { $new } new patient
       *[other] { $new } new patients
    }</b>
month-headline-none = <b>{ $month }: noted</b>
month-clinic = <i>{ $clinic }</i>
month-line = { $name }: <b>{ $fact }</b>, plan { $plan } ({ $deviation })
month-line-attracted = From marketing
    .year = Patients from marketing
month-line-leads = Leads
month-line-referrals = Referrals
month-line-turnover = Turnover
month-line-unknown = To hold the new patients against the plan, I need to know how many came by referral.
month-figure = { $name }: <b>{ $value }</b>{ $before }
month-before = ; { $when } { $value }
month-year = Since January: <b>{ $fact }</b>, plan { $plan } ({ $months ->
        [one] { $months } month
       *[other] { $months } months
    })
month-needed = To reach the plan of { $planned } you need <b>{ $needed }</b> a month
month-reached = The year’s plan of { $planned } is reached already
month-year_end = At this pace the year will bring { $expected } ({ $low } to { $high })

month-next-no_plan = 👉 Next: make a plan for { $year }, so that there is something to compare with — /plan
month-next-early = 👉 Next: enter more months. A deviation can be told from chance once there are more than { $months }.
month-next-steady = 👉 Next: change nothing. The deviations are within chance — enter the next month.
month-next-steady-partly = 👉 Next: enter the next month. Within chance: { $names }. It is too early to judge the rest: there are few months.
month-next-leads-behind = 👉 Next: ask your marketer where leads went down. They are below plan, and not by chance.
month-next-leads-ahead = 👉 Next: check that the front desk copes. Leads are above plan, and not by chance.
month-next-conversion-behind = 👉 Next: listen to 10 calls. A smaller share of leads starts treatment than planned.
month-next-conversion-ahead = 👉 Next: update the conversion in ✏ Figures — it is above plan, so you need fewer leads.
month-next-channel-behind = 👉 Next: go through “{ $channel }” with your marketer — it lags, and not by chance.
month-next-channel-ahead = 👉 Next: give “{ $channel }” more budget — it is ahead of plan, and not by chance.
month-next-referrals-behind = 👉 Next: have the doctors ask for referrals. They are below forecast, and not by chance.
month-next-referrals-ahead = 👉 Next: thank those who recommend you. Referrals are above forecast.
month-next-attracted-behind = 👉 Next: enter the month by channel — you will see which one lags.
month-next-attracted-ahead = 👉 Next: check next month’s schedule. New patients are above plan — are there doctors enough?
month-next-turnover-behind = 👉 Next: check the average check. Turnover is below plan, and not by chance.
month-next-turnover-ahead = 👉 Next: note down what worked. Turnover is above plan, and not by chance.

month-conversion = <b>Lead conversion</b> since January: { $value } (allowing for chance { $range }); the plan reckons with { $planned }.
month-details-channels = <b>Channels since January</b>
month-channel = • { $name }:{ " " }
month-channel-patients = { $fact } of { $plan } new
month-channel-leads = { $fact } of { $plan } leads
month-channel-conversion = conversion { $value }
month-channel-cost = a patient for { $cost } (plan { $planned })
month-turnover_end = <b>Turnover of the year</b> at this pace: { $expected } ({ $range }), plan { $planned }.
month-past = <b>New patients in all</b> { $new }{ $before }.
month-found-year = since January
month-found-month = this month
month-found-leads-behind = ⚠ Leads { $period } are below plan by more than chance.
month-found-leads-ahead = ✓ Leads { $period } are above plan by more than chance.
month-found-conversion-behind = ⚠ Lead conversion { $period } is below plan by more than chance.
month-found-conversion-ahead = ✓ Lead conversion { $period } is above plan by more than chance.
month-found-channel-behind = ⚠ “{ $channel }” { $period } lags by more than chance.
month-found-channel-ahead = ✓ “{ $channel }” { $period } is ahead of plan by more than chance.
month-found-referrals-behind = ⚠ Referrals { $period } are below forecast by more than chance.
month-found-referrals-ahead = ✓ Referrals { $period } are above forecast by more than chance.
month-found-attracted-behind = ⚠ New patients from marketing { $period } are below plan by more than chance.
month-found-attracted-ahead = ✓ New patients from marketing { $period } are above plan by more than chance.
month-found-turnover-behind = ⚠ Turnover { $period } is below plan by more than chance.
month-found-turnover-ahead = ✓ Turnover { $period } is above plan by more than chance.
month-how = <b>How it was computed</b>
month-how-sum = The figures are as you entered them. Compared with the month before.
month-how-attracted = From marketing: new patients without those who came by referral — this is what the plan asks of marketing.
month-how-gaps = { $months ->
        [one] { $months } month passed over is
       *[other] { $months } months passed over are
    } taken as on plan.
month-how-gaps-of = { $name }: { $months ->
        [one] { $months } month without this figure is
       *[other] { $months } months without this figure are
    } taken as on plan.
month-how-needed = Needed a month: what is left of the year’s plan by the months left, rounded up.
month-how-year_end = At this pace: what was entered plus the remaining months at your own average, 95% range.
month-how-noise = A conclusion is drawn only from a deviation beyond the usual spread of your months, known from { $months } months on. With nothing going on, one appears in at most 5% of cases.
month-no_picture = A picture needs a plan and one month at least.
month-buttons =
    .month = ✏ Correct
    .note = 📝 Note
    .year = 📈 The year by month
    .months = 📅 All months
    .marketer = ↗ To the marketer

history = <b>{ $year }: { $entered } of { $ended } months entered</b>
    .picture = 📈 The year as a picture
history-letters = JFMAMJJASOND
history-streak = { $streak ->
        [0] No months in a row yet.
        [one] In a row: { $streak } month.
       *[other] In a row: { $streak } months.
    }
history-hint = Bars are new patients, a dot is a gap. Tap a month to enter or correct it.

new_year = <b>{ $year } is over — time to plan { $plan }</b>
    { $year } becomes the previous year. This is known already:
    .yes = ✅ Take it over and go on
    .later = Not now
new_year-none = The plan is for this year already, there is nothing to take over.
new_year-gaps = Months of { $year } entered: { $months } of 12. The year’s sum is not complete, so I will ask for it.
new_year-left = { $count ->
        [0] Nothing more to ask.
        [one] { $count } question will be left.
       *[other] { $count } questions will be left.
    } The old year’s plan is kept for comparison.
