# The result: text, how it was computed, what is missing, a message for the marketer.

forecast-headline = <b>Plan for { $year }: { $patients ->
        [one] { $patients } new patient
       *[other] { $patients } new patients
    }, { $leads ->
        [one] { $leads } lead
       *[other] { $leads } leads
    }</b>
forecast-headline-no_leads = <b>Plan for { $year }: { $patients ->
        [one] { $patients } new patient
       *[other] { $patients } new patients
    }</b>
forecast-headline-surplus = <b>Plan for { $year }: no advertising needed — referrals bring { $surplus ->
        [one] { $surplus } patient
       *[other] { $surplus } patients
    } more than you need</b>
forecast-headline-enough = <b>Plan for { $year }: referrals cover exactly what you need</b>
forecast-headline-none = <b>No plan for { $year } yet: some figures are missing</b>
forecast-month = ≈ { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    } and { $leads ->
        [one] { $leads } lead
       *[other] { $leads } leads
    } a month
forecast-churn = Churn <b>{ $churn }</b>: { $lost } of { $patients } will leave
forecast-churn-none = No churn: everybody came back
forecast-check = Average check <b>{ $check }</b> per patient a year
forecast-check-risk = Average check <b>{ $check }</b>, at risk <b>{ $risk }</b>
forecast-referrals = Expected by referral <b>{ $referrals }</b>
forecast-growth = { $growth } growth takes another <b>{ $patients }</b>
forecast-range = Allowing for chance: { $low } to { $high }
forecast-range-estimate = Estimate: { $low } to { $high } — some figures are rough
forecast-attracted = { $count ->
        [one] Last year <b>{ $count }</b> new patient came without a referral
       *[other] Last year <b>{ $count }</b> new patients came without a referral
    }
forecast-next-channels = 👉 Next: split the plan by channel — that is your marketer’s monthly target.
forecast-next-surplus = 👉 Next: look at “What if…” — how much growth referrals can carry.
forecast-next-missing = 👉 Next: find the missing figures and tap ✏ Figures.

forecast-missing = Not worked out:
forecast-missing-churn = • churn, losses and the plan — needs patients of both years and the number of new ones
forecast-missing-referrals = • referrals, the gap and the plan — needs the number of new patients by referral
forecast-missing-check = • the average check and money at risk — needs turnover and the number of patients
forecast-missing-growth = • patients for growth — needs the number of patients
forecast-missing-leads = • leads — needs the conversion

how = <b>How it was computed</b>
how-churn = <b>Churn</b> — the share of the previous year’s patients who did not return: 1 − ({ $patients } − { $new } new − { $returned } returned) ÷ { $previous } = { $churn }. Allowing for chance: { $range }.
how-churn-scenario = <b>Churn</b> in this variant: { $churn }.
how-lost = <b>Will leave</b>: { $patients } × { $churn } = { $lost }; { $kept } will stay.
how-check = <b>Average check</b> — turnover per patient a year, not per visit: { $turnover } ÷ { $patients } = { $check }.
how-check-scenario = <b>Average check</b> in this variant: { $check }.
how-risk = <b>At risk</b> — the money of those who will leave: { $lost } × { $check } ≈ { $risk }; stable ≈ { $stable }.
how-rate = <b>Referral growth</b> per patient, with the trend of the base: ({ $patients } ÷ { $previous }) × ({ $referrals } ÷ { $previous }) = { $rate }.
how-rate-no_trend = <b>Referral growth</b> per patient: { $referrals } ÷ { $previous } = { $rate }. The base did not grow, so no trend is applied.
how-rate-scenario = <b>Referral growth</b> in this variant: { $rate }.
how-referrals = <b>Expected by referral</b>: { $patients } × (1 − { $churn }) × { $rate } = { $referrals }.
how-gap = <b>Gap</b> — those whom referrals do not replace: { $lost } − { $referrals } = { $gap }. In the range: { $range }.
how-growth = <b>For { $growth } growth</b> at the same check: { $patients } × { $growth } = { $result }.
how-growth-scenario = <b>For { $growth } growth</b> at a check of { $check }: { $result }.
how-plan = <b>Plan</b>: { $gap } + { $growth } = { $plan }.
how-plan-surplus = <b>Plan</b>: { $gap } + { $growth } is below zero, hence 0.
how-leads = <b>Leads</b>: { $plan } ÷ { $conversion }, rounded up = { $leads }. Allowing for chance: { $range }.
how-range = <b>The range</b> is where next year will be 95 times in 100: how many leave and how many come by referral varies by itself. Its middle takes as many referrals per patient as last year; the article’s plan is higher because it multiplies them by retention as well.
how-range-returned = How many came back is not known: the range takes the usual 6%. Enter the number and the range narrows.
how-alternatives = <b>Other ways to count</b>
how-alternative-half_churn = • if only half of those who leave stop referring: { $referrals } expected, plan { $plan }
how-alternative-no_trend = • without the trend of the base: { $referrals } expected, plan { $plan }
how-estimates = <b>What is rough</b>
how-estimate = • { $name }: { $low }–{ $high }
how-estimate-conversion = • conversion of 30% — the article’s example, not a norm
how-estimate-growth = • no growth was set — counted as none
how-estimate-patients = • the number of patients — from turnover and check
how-assumptions = <b>What is assumed</b>
how-assumption-returned_counted_as_zero = • nobody came back after a year — the number is not known
how-assumption-trend_dropped = • the base shrank, so referrals are counted without a trend
how-assumption-same_conditions = • a new patient spends the average check; prices, doctors and service stay the same
how-as_in_article = • churn and referral growth are rounded to whole percent, as in the article
how-adopted = • this is the plan saved from “What if…”

forecast-buttons =
    .what_if = 🔁 What if…
    .channels = 📊 By channel
    .excel = 📄 Excel
    .marketer = ↗ To the marketer
    .data = ✏ Figures
    .remind = 🔔 Remind me
    .segments = 🧩 Doctors and more

chart-drawing = Drawing the picture…
    .stop = ✖ Not needed
chart-failed = The picture could not be drawn — all the figures are in the text above.
chart-stopped = Fine, no picture.

excel-started = Preparing the file…
excel-writing = Preparing the Excel file…
excel-caption = The plan with months, channels and how it was computed, to print or pass on.
excel-failed = The file could not be made; every figure is above, in the text. Please try again in a minute.
excel-stopped = All right, no file.
excel-none = There is no plan to write yet. Tap ✏ Data and add the missing figures.

marketer = <b>New patients to bring in { $year }{ $subject }</b>
    { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    } in the year — that is { $leads ->
        [one] { $leads } lead
       *[other] { $leads } leads
    } at a conversion of { $conversion }.
    A month: { $month_patients ->
        [one] { $month_patients } patient
       *[other] { $month_patients } patients
    } and { $month_leads ->
        [one] { $month_leads } lead
       *[other] { $month_leads } leads
    }.
marketer-channel = • { $name }: { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    } and { $leads ->
        [one] { $leads } lead
       *[other] { $leads } leads
    } a year, ≈ { $month_leads } a month
marketer-budget = Budget: { $budget }
marketer-hint = You can forward this message to your marketer as it is.
marketer-none = There is nothing to forward yet: no plan. Tap ✏ Figures and add what is missing.
marketer-hint-files = You can forward the message, the picture and the file to your marketer as they are.
excel-caption-marketer = The plan by channel and month with the facts beside it. Months to come can be typed in.
