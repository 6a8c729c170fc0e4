# The article's seven questions.

self_check-intro = <b>7 statements about the clinic.</b> Say honestly whether each is true: only you see the result.
self_check-counter = <b>{ $position } of 7.</b>
self_check-question-conversion_unclear = Patient conversion by speciality and doctor is unclear to you.
self_check-question-no_goals = The clinic has no system for setting goals.
self_check-question-unclear_what_earns = It is unclear what brings in the money.
self_check-question-unclear_who_earns = It is unclear who brings in the money.
self_check-question-unclear_where_to_invest = It is unclear where investing pays off best.
self_check-question-no_crm = The clinic has no single patient base and does not work with every patient in it.
self_check-question-no_staff_control = The clinic has no figures to follow the staff’s work by.
self_check-yes = True
self_check-no = Not true
self_check-result-weak = <b>{ $count } of 7 — management by figures is weak so far.</b>
    More than three “true” answers mean the system is not effective enough.
self_check-result-good = <b>{ $count ->
        [0] Not a single “true”
       *[other] { $count } of 7
    } — the system is in order.</b>
    The limit is more than three “true” answers.
self_check-first = 👉 Start here: { $step }
self_check-blocks = What to work on:
self_check-block = • { $block }: { $signs }
self_check-step-conversion_unclear = ask the front desk how many enquiries and how many treatments started last month for each doctor. That is conversion.
self_check-step-no_goals = set one goal for the year — the plan of new patients. It takes five figures here.
self_check-step-no_goals-planned = you have one goal for the year already — the plan of new patients. Compare it with the facts every month: /month
self_check-step-unclear_what_earns = split last year’s turnover by speciality and make a plan for each under “Doctors and more”.
self_check-step-unclear_who_earns = work out the average check and churn of every doctor under “Doctors and more”.
self_check-step-unclear_where_to_invest = split the plan by channel: you will see what a new patient costs.
self_check-step-no_crm = keep one list of patients with the date of their last visit: without it nobody sees who is leaving.
self_check-step-no_staff_control = choose one figure per employee and look at it once a month.
self_check-sign-conversion_unclear = conversion by doctor
self_check-sign-no_goals = goals
self_check-sign-unclear_what_earns = what earns money
self_check-sign-unclear_who_earns = who earns money
self_check-sign-unclear_where_to_invest = where to invest
self_check-sign-no_crm = the patient base
self_check-sign-no_staff_control = following the figures
self_check-clear-planned = Compare the plan with the facts every month — that keeps the system in order.
self_check-clear = Make a plan and compare it with the facts every month — that keeps the system in order.
self_check-plan = ▶ Make a plan
    .there = ▶ Show the plan
self_check-again = ↺ Take it again
block-medical_product = Medical product
block-patients = Patients
block-acquisition = Acquisition
block-finance = Finance and management
