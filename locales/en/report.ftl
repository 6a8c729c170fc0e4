# The report: year, month, slides, tables. No markup: these texts are printed.

report-few = Fewer than { $least } patients, so there is no report: in so small a group a person could be recognised.
report-written = Written to { $file }
report-title-year = Report: { $year }
report-title-month = Report of the month: { $month }
report-brand = Clinic Pulse
report-footer = { $title } · data to { $day }
report-footer-of = { $clinic } · { $title } · data to { $day }
report-page-of = { $page } of { $pages }
report-named = “{ $name }”
report-year = { $year }
report-year-to = year to { $month } { $year }
report-year-to-short = to { $month } { $year }
report-span = { $first } – { $last }
report-trend-monthly = by month, { $span }
report-trend-cohorts = by cohort, { $span }
report-fact = fact
report-range = range { $range }
report-was-steady = was { $before }, within chance
report-was-beyond = was { $before }, beyond chance
report-as-before = as many as a year before
report-more-by = { $by } more than a year before
report-less-by = { $by } less than a year before
report-summary = Summary
report-next = Next step
report-proof = How we will know: { $text }
report-chart-alt = { $title }. { $unit }
report-column-month = Month

report-cover-headline = { $money ->
        [fell] Turnover fell by { $by }{ $people ->
            [fell] : patients leave faster than they come
            [rose] , though there are more patients
            [same] , with as many patients
           *[other] { "" }
        }
        [rose] Turnover rose by { $by }{ $people ->
            [fell] , though there are fewer patients
            [rose] : there are more patients
            [same] , with as many patients
           *[other] { "" }
        }
        [same] Turnover is almost as before{ $people ->
            [fell] , with fewer patients
            [rose] , with more patients
            [same] , and so is the number of patients
           *[other] { "" }
        }
        [alone] Turnover of the year: { $turnover }
        [begun] Turnover since { $day }: { $turnover }
       *[other] { $people ->
            [fell] Fewer patients: { $patients } in the year
            [rose] More patients: { $patients } in the year
           *[other] { $patients ->
                [one] { $patients } patient in the year
               *[other] { $patients } patients in the year
            }
        }
    }
report-cover-seen = { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    } in the data, no complete month yet
report-cover-turnover = { $now } against { $before } a year before.
report-cover-active-more = { $now } active patients, { $by } more.
report-cover-active-less = { $now } active patients, { $by } fewer.
report-cover-active-same = { $now } active patients, as before.
report-cover-repeat = { $now } come back within a year of their first course instead of { $before }, and that is not chance.
report-cover-repeat-steady = { $now } come back within a year of their first course, { $before } a year before: within chance.
report-cover-plan = { $patients ->
        [one] { $patients } new patient
       *[other] { $patients } new patients
    }
report-cover-plan-leads = not by referral, which takes { $leads ->
        [one] { $leads } lead
       *[other] { $leads } leads
    }. { $range }
report-plan-of = Plan for { $year }
report-plan-range = Chance alone makes it { $range }.

report-turnover = What happened to turnover
report-turnover-rose = Turnover rose by { $by }, which is { $money } in the year
report-turnover-fell = Turnover fell by { $by }, which is { $money } in the year
report-turnover-factor = Factor
report-turnover-change = Change
report-turnover-part = Share of the change, { $currency }
report-turnover-note = All figures are of the { $year } and the twelve months before it, fact. Turnover is patients × visits per patient × average check of a visit.

report-movement = Movement of the base
report-movement-shrank = { $lost ->
        [one] { $lost } patient left
       *[other] { $lost } patients left
    } in the year, { $came } came or returned: the base is smaller by { $by }
report-movement-grew = { $came } patients came or returned in the year, { $lost ->
        [one] { $lost } left
       *[other] { $lost } left
    }: the base is larger by { $by }
report-movement-same = { $lost ->
        [one] { $lost } patient left
       *[other] { $lost } patients left
    } in the year, and as many came or returned
report-movement-start = At the start
report-movement-new = New
report-movement-returned = Returned
report-movement-lost = Left
report-movement-end = At the end
report-movement-column-new = + new
report-movement-column-returned = + returned
report-movement-column-lost = − left
report-movement-year = Year
report-movement-active = Active patients
report-movement-adds-up = It adds up:
report-movement-sum = { $start } + { $new } + { $returned } − { $lost } = { $end }.
report-movement-bars = The bar shows how many left; the worst months are in vermilion.
report-movement-unit = Active patients at month’s end
report-movement-flows = Lower right: sums of the year.
report-movement-note = “Left”: 12 months without a visit are over; “returned”: came after such a break. Whoever left and came back within the year is in both columns.
report-movement-churn = So churn is counted by people: { $count } of { $total } who came the year before did not come, { $value } ({ $range }).

report-value = What a patient is worth
report-value-both = { $ltv ->
        [rose] LTV rose to { $value }
        [fell] LTV fell to { $value }
        [steady] LTV shows no clear change, { $value }
       *[alone] LTV over { $months } months: { $value }
    }{ $repeat ->
        [rose] , and more come back after their first course: { $share }, it was { $before }
        [fell] , and fewer come back after their first course: { $share }, it was { $before }
        [steady] ; { $share } come back after their first course, was { $before }
       *[alone] , and { $share } come back after their first course
    }
report-value-ltv-rose = LTV rose to { $value } over { $months } months
report-value-ltv-fell = LTV fell to { $value } over { $months } months
report-value-ltv-steady = LTV over { $months } months shows no clear change: { $value }
report-value-ltv-alone = LTV over { $months } months: { $value }
report-value-repeat-rose = More come back after their first course: { $share }, it was { $before }
report-value-repeat-fell = Fewer come back after their first course: { $share }, it was { $before }
report-value-repeat-steady = { $share } come back after their first course, { $before } a year before
report-value-repeat-alone = { $share } come back within a year of their first course
report-value-ltv = LTV over { $months } months
report-value-check = average check of a visit
report-value-visits = visits per patient
report-value-low = 95% from
report-value-high = 95% to
report-value-sums = { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    } whose first visit was { $months } months ago or more: { $visits ->
        [one] { $visits } visit
       *[other] { $visits } visits
    }, { $revenue }. The factors are rounded.

report-groups-title-doctor = Doctors
report-groups-title-speciality = Specialities
report-groups-title-channel = Channels
report-groups-title-branch = Branches
report-groups-below-doctor = Fewer come back to doctor “{ $name }”: { $share } against the clinic’s { $clinic }
report-groups-below-speciality = Fewer come back to “{ $name }”: { $share } against the clinic’s { $clinic }
report-groups-below-channel = Fewer come back from channel “{ $name }”: { $share } against the clinic’s { $clinic }
report-groups-below-branch = Fewer come back to branch “{ $name }”: { $share } against the clinic’s { $clinic }
report-groups-many-below-doctor = { $count ->
        [one] { $count } doctor has
       *[other] { $count } doctors have
    } fewer patients coming back than the clinic’s { $clinic }
report-groups-many-below-speciality = { $count ->
        [one] { $count } speciality has
       *[other] { $count } specialities have
    } fewer patients coming back than the clinic’s { $clinic }
report-groups-many-below-channel = { $count ->
        [one] { $count } channel has
       *[other] { $count } channels have
    } fewer patients coming back than the clinic’s { $clinic }
report-groups-many-below-branch = { $count ->
        [one] { $count } branch has
       *[other] { $count } branches have
    } fewer patients coming back than the clinic’s { $clinic }
report-groups-only-doctor = One doctor sees everybody: “{ $name }”
report-groups-only-speciality = One speciality: “{ $name }”
report-groups-only-channel = One channel: “{ $name }”
report-groups-only-branch = One branch: “{ $name }”
report-groups-most-doctor = Doctor “{ $name }” has most patients: { $patients }
report-groups-most-speciality = Speciality “{ $name }” has most patients: { $patients }
report-groups-most-channel = Channel “{ $name }” has most patients: { $patients }
report-groups-most-branch = Branch “{ $name }” has most patients: { $patients }
report-groups-top-doctor = Doctor “{ $name }” brings most: { $share } of turnover
report-groups-top-speciality = Speciality “{ $name }” brings most: { $share } of turnover
report-groups-top-channel = Channel “{ $name }” brings most: { $share } of turnover
report-groups-top-branch = Branch “{ $name }” brings most: { $share } of turnover
report-groups-turnover = Turnover, { $currency }
report-groups-patients = Patients
report-groups-began = Began here
report-groups-whisker = Line: the clinic, { $clinic }
report-groups-repeat = Back within a year
report-groups-about = ≈ { $share }
report-groups-clinic = Clinic
report-groups-note = Turnover and patients: { $year }, fact. “Began here”: new a year ago or more; the line is the 95% range: vermilion if all of it is left of the clinic, grey and “≈” below 30 people. Look at the records first: the cases may have been harder.
report-groups-hidden = Not shown, fewer than 10 patients: { $count }.
report-groups-unlabelled = Rows without this label: { $count }.

report-plan = Plan and fact
report-plan-headline = Plan for { $year }: { $patients ->
        [one] { $patients } new patient
       *[other] { $patients } new patients
    }
report-plan-headline-leads = Plan for { $year }: { $patients ->
        [one] { $patients } new patient
       *[other] { $patients } new patients
    }, { $leads ->
        [one] { $leads } lead
       *[other] { $leads } leads
    }
report-plan-fact = Plan and fact
report-plan-fact-note = The bar is the fact, the tick is the plan. Vermilion: more than 10% behind.
report-plan-patients = Patients
report-plan-lost = To replace the lost
report-plan-growth = For growth
report-plan-referrals = By referral
report-plan-left = Plan of new patients
report-plan-chance = Chance alone makes the plan { $range }.
report-plan-year = { $year } so far
report-plan-note = The plan is new patients not by referral. The fact is the months entered, the plan is for the same months.
report-plan-figure = Figure
report-plan-fact-column = Fact
report-plan-plan-column = Plan
report-plan-bar = Fact against plan
report-plan-deviation = Deviation

report-advice = Anamnesis and recommendations
report-advice-lead = Four blocks, one action in each, the most urgent first.
report-advice-note = Only what is beyond chance (99%) is called a change. Sums and shares are of your own data, each with its range; “fact” is what has already happened.
report-advice-nothing = No change is beyond chance
report-advice-first-medical_product = First bring patients back for a second course
report-advice-first-patients = First win your own patients back, then buy advertising
report-advice-first-acquisition = First look into where new patients come from
report-advice-first-finance = First look into the turnover
report-advice-block = { $number }. { $name }
report-advice-see = What we see
report-advice-figures = Figures
report-advice-also = We also see
report-advice-why = Why it matters
report-advice-do = What to do
report-advice-proof = How we will know
report-advice-figure = { $name }: { $value } ({ $range })
report-advice-figure-before = { $name }: { $value } ({ $range }), { $before } a year before
report-advice-unchanged = No change beyond chance.
report-advice-unknown = There is no data for this block yet.
report-block-medical_product = Medical product
    .who = Chief doctor
    .why = Patients come back when they know what comes next.
    .do = Book the next visit before the patient leaves the clinic.
    .proof = The share of second visits within 60 days does not fall.
report-block-patients = Patients
    .who = Senior receptionist
    .why = Winning back your own patient costs less than finding a new one.
    .do = Once a week, call those who missed their usual time.
    .proof = No more leave in a month than come and return.
report-block-acquisition = Acquisition
    .who = Marketer
    .why = New patients replace the lost and bring growth.
    .do = Keep to the plan by channel and know what one new patient costs.
    .proof = New patients on plan for three months running.
report-block-finance = Finance and management
    .who = Owner
    .why = Steady turnover makes planning possible.
    .do = Once a month, look at the movement of the base and the plan.
    .proof = The month’s turnover is within its usual range.

report-method = How it was computed
report-method-headline = What stands behind the figures, and what we do not know
report-method-until = Data to
report-method-from = From
report-method-rows = Rows
report-method-made = Report made
report-method-patients = { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    }, { $visits ->
        [one] { $visits } visit
       *[other] { $visits } visits
    }.
report-method-future = Rows of days to come: { $rows }, not counted.
report-method-unpriced = Rows without an amount: { $rows }.
report-method-definitions = Definitions
report-method-unknown = What we do not know
report-define-visit = Visit
    .text = A patient and a day: three services on a day are one visit. A refund is no visit.
report-define-range = Range
    .text = The bounds within which what a figure estimates lies with 95% probability. What has happened has no range: it is a fact.
report-unknown-satisfied = Whether patients are satisfied.
    .text = There was no survey: NPS, CES and CSI are not known.
report-unknown-reasons = Why they left.
    .text = The data have the day of the last visit, but no reason.
report-unknown-column = The export has no such column.
report-unknown-doctor = Doctors.
report-unknown-speciality = Specialities.
report-unknown-channel = Where they came from.
report-unknown-branch = Branches.
report-unknown-profit = Profit.
    .text = The data have no costs, so this is about turnover only.
report-unknown-before = What was before.
    .text = History begins on { $day }: an earlier patient may count as new in the first year.

report-month-people-grew = The base grew by { $by } in the month
report-month-people-shrank = The base is smaller by { $by } than a month ago
report-month-people-same = The base is as it was a month ago
report-month-plan-behind = New patients are { $short } below plan
report-month-plan-ahead = New patients are { $short } above plan
report-month-plan-met = New patients are exactly on plan
report-month-plain = { $month }: summary
report-month-findings = Findings
report-month-decided = Decided in the month
report-month-plan-of = Plan for { $month }
report-month-new = { $patients ->
        [one] { $patients } new patient
       *[other] { $patients } new patients
    }
report-month-leads = not by referral and { $leads ->
        [one] { $leads } lead
       *[other] { $leads } leads
    }.

report-choose = <b>Which report?</b>
    The year has 6–10 pages with recommendations, the month is one page. No patient is named in it, groups of fewer than 10 people are not shown.
    .month = 📄 Month
    .year = 📘 Year
    .slides = 🖥 Slides
    .tables = 📊 Tables
    .month-name = Report of the month
    .year-name = Report of the year
    .slides-name = Slides
    .tables-name = Tables of the report
report-making = Making the report…
report-failed = The report could not be made. What you uploaded is kept, please try again: /report
report-caption = <b>{ $headline }</b>
    👉 { $action }
