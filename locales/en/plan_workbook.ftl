# The plan as a workbook: sheets, headers, what each figure means.

plan_book-file = Plan { $year }
    .marketer = Plan for the marketer { $year }
plan_book-sheet-plan = Plan
plan_book-sheet-months = By month
plan_book-sheet-channels = Channels
plan_book-sheet-channel_months = Channels by month
plan_book-sheet-how = How it was computed
plan_book-sheet-facts = Plan and actuals

plan_book-title = Plan of new patients for { $year }
plan_book-title-channels = Plan by channel for { $year }
plan_book-title-months = Plan by month for { $year }
plan_book-title-facts = Plan and actuals by channel, { $year }
plan_book-facts-note = Type the actuals into the yellow cells: totals and differences follow.

plan_book-figure = Figure
plan_book-value = Value
plan_book-chance = Allowing for chance
plan_book-plan = Plan: new patients
plan_book-leads = Leads to order
plan_book-conversion = Conversion of leads
plan_book-churn = Churn
plan_book-lost = Patients to lose
plan_book-kept = Patients to keep
plan_book-average_check = Average check per patient and year
plan_book-at_risk = Turnover at risk
plan_book-referrals = Will come by referral
plan_book-growth_patients = Needed for growth
plan_book-surplus = Surplus: referrals beyond the need

plan_book-bridge = Where the plan comes from: lost + growth − referrals
plan_book-bridge_header = Need bridge
plan_book-bridge-lost = Lost
plan_book-bridge-growth = Growth
plan_book-bridge-referrals = Referrals
plan_book-bridge-plan = Plan
plan_book-bridge-surplus = Surplus

plan_book-month = Month
plan_book-patients = New patients
plan_book-leads_count = Leads
plan_book-total = Whole year
plan_book-months-chart = New patients by month
plan_book-months-note = The plan is divided so that the months sum to it exactly.

plan_book-channel = Channel
plan_book-share = Share of the plan
plan_book-cost_per_lead = Cost per lead
plan_book-budget = Budget for the year
plan_book-of_turnover = Share of turnover
plan_book-cost_of_patient = Cost of a new patient
plan_book-channels-chart = New patients by channel
plan_book-natural = No plan, they bring people by themselves: { $names }.
plan_book-leads-rounding = The leads of each channel are rounded up.

plan_book-fact-patients-plan = Patients, plan
plan_book-fact-patients-fact = Patients, actual
plan_book-fact-leads-plan = Leads, plan
plan_book-fact-leads-fact = Leads, actual
plan_book-so_far = Against the plan of these months
plan_book-all_channels = All channels
plan_book-facts-chart = New patients: plan and actual
