# The clinic's figures in the chat: summary, blocks, advice, charts, decisions, filter, comparison.

product-headline-repeat = <b>{ $count ->
        [one] { $count } of 100 new patients returns within a year
       *[other] { $count } of 100 new patients return within a year
    }</b>
product-headline-active = <b>{ $count ->
        [one] { $count } patient came within the year
       *[other] { $count } patients came within the year
    }</b>
product-headline-seen = <b>{ $count ->
        [one] { $count } patient in the export
       *[other] { $count } patients in the export
    }</b>
product-headline-finding = <b>{ $finding }</b>
product-headline-money = <b>{ $finding }: { $money } a year</b>
product-year = the year to { $day }
product-context = <i>Data to { $day }: { $patients } patients, { $visits } visits</i>
product-selected = <i>Only: { $names }</i>
product-selected-patients = <i>Only: { $names } — the patients who began here, with all their visits</i>
product-clinic = <i>{ $name }</i>
product-next = 👉 Next: { $action }
product-next-amounts = Add a column with sums to the export: LTV, check and turnover will appear.
product-next-history = Upload the visits of earlier years: they tell who is new and who came back.
product-next-decisions = Note your decisions (prices, doctors, advertising): you will see their dates on the line of LTV.
product-next-compare = Everything is within its usual swing. Compare doctors or channels: where do more return?
product-none = <b>Nothing to work with yet: there are no visits</b>
    Send an export of visits right here: Excel or CSV with patient, date and sum. Names and phones are not needed.
product-few = <b>Fewer than { $least } patients — no figures are shown</b>
    In so small a group a person could be recognised, and conclusions would be chance. Widen the filter.
product-counting = Working out the figures…
    .stop = ✖ Stop
product-stopped = Stopped. To work them out again: /metrics
product-failed = The figures could not be worked out. What you uploaded is safe, please try again: /metrics

product-figure = • { $name }: <b>{ $value }</b>{ $range }{ $change }{ $mark }
product-figure-range = { " " }({ $range })
product-figure-rose = , ↑ was { $before }
product-figure-fell = , ↓ was { $before }
product-figure-steady = , ≈ was { $before }
product-figure-may_have_risen = , was { $before }: seems to have risen, to be checked in a month
product-figure-may_have_fallen = , was { $before }: seems to have fallen, to be checked in a month
product-figure-untested = , was { $before }
product-figure-heavy = { " " }— a few large bills decide: ten patients bring { $share } of the money
product-figure-rough = , indicative
product-figure-provisional = , provisional
product-figure-absent = • { $name }: none, { $reason }
product-months = { $count } months
product-legend = <i>In brackets, the range; “was” is a year ago. ↑ ↓ — beyond chance two months running; ≈ — within chance.</i>
product-how = <b>How it was computed</b>
product-how-line = <b>{ $name }</b> — { $how }
product-how-rough = Indicative — fewer than 30 people: the figure may move a lot.
product-how-provisional = Provisional — the history is shorter than this figure needs.

why = <b>Why turnover changed</b>: it was { $before }, it is { $now }
why-part = • { $name }: <b>{ $money }</b>
why-part-small = • { $name }: { $money }, no noticeable change
why-patients = number of patients
why-visits_per_patient = visits per patient
why-check = check per visit
why-no_patients = • One of the two years has no visits: there is nothing to take apart.
why-no_money = • One of the two years has no money: there is nothing to take apart.
quality = <b>Data</b>: { $months ->
        [one] { $months } full month
       *[other] { $months } full months
    }
quality-closed = • The clinic was closed: { $months }. These months are left out, and years with them are not compared.
quality-ids = • Since { $month } patients have other numbers: churn, new patients and LTV are not compared across it. Send a table of old and new numbers.
quality-smallest = • A fall of revenue in one month by less than { $fall } can’t be told from chance.

product-buttons =
    .reports = 📄 Report
    .charts = 📈 Charts
    .advice = 💡 Advice: { $count }
    .decisions = 📌 Decisions
    .compare = ⚖️ Compare
    .filter = 🔍 Filter
    .outlook = 🔮 Who will come

product-advice = <b>{ $count ->
        [one] { $count } piece of advice
       *[other] { $count } pieces of advice
    }</b>{ $subject }
product-advice-none = <b>No advice</b>
    None of the comparisons is beyond chance. That says nothing of what was not compared. A new month of data is a new check.
product-advice-finding = <b>{ $block }. { $finding }</b>
product-advice-why = <b>Why it matters.</b> { $text }
product-advice-money = <b>In money a year:</b> { $money }
product-advice-do = <b>Do first.</b> { $text }
product-advice-proof = <b>What would prove it.</b> { $text }
product-advice-waiting = { $count ->
        [one] { $count } more rule waits
       *[other] { $count } more rules wait
    } to be told: { $wanted }.
waiting-margin = the margin
waiting-plan_acceptance = how many treatment plans are accepted
waiting-survey = patients’ ratings (NPS, CES)
product-subject = { " " }— { $name }

product-charts = Which chart shall I show?
product-chart-ltv_line = LTV and decisions
product-chart-ltv_split = LTV = check × frequency
product-chart-cohorts = Cohorts
product-chart-repeat = Repeat index
product-chart-base = Base movement
product-chart-revenue = Revenue
product-chart-turnover_change = Why turnover changed
product-chart-doctors = Doctors
product-chart-specialities = Specialities
product-chart-channels = Channels
product-chart-branches = Branches
product-chart-absent = There is no chart “{ $name }” yet: { $reason }.

outlook-visits = <b>Visits expected within the next 12 months: { $visits }</b>
outlook-rhythm = <b>By patients’ own rhythm</b>
outlook-rhythm-due = • due: <b>{ $count }</b>{ $known ->
        [yes] {" "}— a visit of each would bring { $money } together
       *[no] {""}
    }
outlook-rhythm-overdue = • overdue twice over or more: <b>{ $count }</b>{ $known ->
        [yes] , { $money }
       *[no] {""}
    }
outlook-rhythm-lost = • silent for more than a year and a half: { $count }{ $known ->
        [yes] , { $money }
       *[no] {""}
    }
outlook-rhythm-caught = Half a year ago the first fifth of such a list made { $share } of the visits of all who were silent: begin calling there.
outlook-revenue = That is about { $revenue }.
outlook-patients = For { $count ->
        [one] { $count } patient
       *[other] { $count } patients
    }, each by their own history of visits.
outlook-won = The model { $method } gives the forecast. On your last year it told which of two patients would come in { $right } of cases; the date of the last visit told it in { $other } (difference { $range }).
outlook-check = Check: the model as of a year ago expected { $expected } visits, { $actual } came.
outlook-spend = Money per visit by each patient’s own habit (the Gamma-Gamma model).
outlook-spend-average = Money per visit by the clinic’s average check.
outlook-waiting = Working out the forecast for each patient, it takes seconds. I will send it here.
outlook-fallback-few_patients = A model needs at least 200 patients known a year ago. Until then we go by whether a patient’s own rhythm is broken.
outlook-fallback-short_history = Checking a model takes two years of visits. Until then we go by whether a patient’s own rhythm is broken.
outlook-fallback-nobody_or_everybody_came = Within the last year either all came or nobody: there is nothing to compare models on.
outlook-fallback-no_sane_model = No model fits your visits: a patient’s own rhythm is the more honest guide.
outlook-fallback-no_better_than_recency = The models did no better than the simple rule “came lately, will come”: we use the rule.
outlook-method-bg_nbd = BG/NBD
outlook-method-mbg_nbd = MBG/NBD
outlook-method-pareto_nbd = Pareto/NBD

decisions = <b>Decisions of the clinic</b>
    Prices, doctors, advertising: on the line of LTV they are marked by number. A mark is a date, not a cause.
decisions-empty = None yet. One line will do: /decision 15.03.2026 New price list
decisions-line = { $number }. { $day } — { $text }
decisions-add = ➕ Add
decisions-metrics = 📊 Figures
decisions-day = When was it? For example: 15.03.2026
decisions-text = { $day }. What was decided? Briefly, for example: New price list
decisions-bad_day = There is no date in this. Write day, month and year: 15.03.2026
decisions-far_day = That cannot be the date: it takes a day since 1990 and at most a year ahead.
decisions-bad_text = A name has 1 to 60 characters on one line.
decisions-full = More than { $most } decisions cannot be told apart on a line. Remove those no longer needed.
decisions-added = Noted: { $day } — { $text }
decisions-card = <b>{ $day }</b> — { $text }
    .day = ✏ Date
    .text = ✏ Name
    .remove = 🗑 Remove
decisions-remove-ask = Remove the decision “{ $text }” of { $day }? Its mark on the line of LTV goes too.
    .yes = 🗑 Remove
decisions-removed = The decision is removed.

filter = <b>What to show</b>
filter-line = { $name }: { $value }
filter-period = Period
filter-latest = the last year
filter-any = all
filter-show = 📊 Show
filter-reset = ✖ Reset
filter-choose-period = <b>Which 12 months?</b>
    The month you choose is the last of them. All the history before it counts.
filter-choose = <b>{ $name }: which one?</b>
filter-hidden = Groups of fewer than { $least } patients that are hidden: { $count }.
filter-counting = First I will work out the whole clinic, then open the filter once more.
filter-page = { $page } of { $pages }

compare = <b>What to compare?</b>
    Two doctors, two channels, two specialities or two branches: I will say whether the difference is beyond chance.
compare-nothing = <b>There is nothing to compare yet</b>
    It takes two groups of at least { $least } patients: doctors, specialities, channels or branches as a column of the export.
compare-first = <b>{ $name }: which one?</b>
compare-second = <b>{ $first }</b> — compared with which?
comparison-differs = <b>“{ $this }” and “{ $other }” differ beyond chance</b>
comparison-alike = <b>No difference beyond chance between “{ $this }” and “{ $other }”</b>
comparison-unknown = <b>“{ $this }” and “{ $other }” cannot be compared yet: too few patients</b>
comparison-line-above = • { $name }: <b>{ $value }</b> against { $other } — higher, and not by chance
comparison-line-below = • { $name }: <b>{ $value }</b> against { $other } — lower, and not by chance
comparison-line-alike = • { $name }: { $value } against { $other }
comparison-within = <b>Within chance</b>
comparison-note = A difference counts as beyond chance past 99%: there are several figures, and one may differ by itself. The figures do not tell why: one group may have harder cases.
