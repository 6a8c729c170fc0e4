# Figures: the name of each (metric-…), whom it is about (.about), how it was computed from the clinic's own
# numbers (.how), and why one is not there (absent-…).

metric-repeat_index = Repeat index
    .how = the share of first-time patients who began another course of treatment within 12 months, after a break of more than 60 days. Only those who have had the year: { $count } of { $n } = { $value }.
metric-second_visit = Second visit within 60 days
    .how = of the new patients of half a year, those with another visit in the first 60 days: { $count } of { $n } = { $value }.
metric-frequency = Visits per patient a year
    .how = visits ÷ patients in { $year }: { $visits } ÷ { $n } = { $value }. Several services on one day are one visit.
metric-single_speciality = Treated in one speciality only
    .how = of the patients with two visits or more in { $year }, those who saw no other speciality: { $count } of { $n } = { $value }.
metric-weakest_doctor_repeat = Lowest repeat index of a doctor
    .about = Fewest return to “{ $about }”
    .how = the repeat index of patients who began with “{ $about }”: { $count } of { $n } = { $value }. Doctors with at least 30 such patients are compared; the range is wider than usual because the lowest was picked.
metric-ltv = LTV
    .about = LTV over { $about } months
    .how = what a new patient brings in the { $months } months from the first visit: { $revenue } ÷ { $n } patients = { $value }. That is { $check } per visit × { $frequency } visits. Counted over those for whom this time has passed within the last year; people first seen in the first year of the rows are left out, as they may have come before.
metric-lifetime = How long a patient keeps coming
    .about = Of the first { $about } months a patient keeps coming
    .how = how much of the first { $months } months passes from the first visit to the last, by Kaplan–Meier: { $n } new patients; somebody not seen for a year counts as gone. { $final ->
        [yes] The whole lifetime of a patient is { $whole } months.
       *[no] The whole lifetime of a patient is at least { $whole } months: { $active } stay beyond { $horizon } months and have not been seen to the end.
    } Plainly, without allowing for those who still come: { $simple } months.
metric-churn = Churn
    .how = of those seen the year before, not seen in { $year }: { $count } of { $n } = { $value }.
metric-active_patients = Active patients
    .how = different people seen in { $year }.
metric-returned_patients = Returned
    .how = came in the { $year } after a break of more than 12 months{ $before_months ->
        [0] { "" }
       *[other] { " " }but no more than { $before_months }
    }.
metric-lost_patients = Lost
    .how = those who completed 12 months without a visit in { $year }.
metric-new_patients = New patients
    .how = { $before_months ->
        [0] first visit in the { $year }. They can be compared with the year before once the rows reach back three years.
       *[other] came in the { $year } and had not been for { $before_months } months; the year before is counted the same way.
    }
metric-turnover = Turnover
    .how = received from patients in { $year }, net of refunds.
metric-visit_check = Average visit check
    .how = turnover ÷ visits in { $year }: { $revenue } ÷ { $visits } = { $value }. Per visit, not per year.
metric-revenue_remainder = Swings of turnover
    .how = how far an ordinary month is from what trend and season promise, as a share of the average month. Months counted: { $months }.
metric-top_tenth_share = Share of the top 10% of patients
    .how = how much of the turnover of { $year } the { $tenth } best-paying of { $n } brought.
metric-top_doctor_share = Share of the top doctor in turnover
    .about = Share of “{ $about }” in turnover
    .how = turnover of “{ $about }” ÷ all turnover of { $year }.
metric-last_month = The last month
    .about = Turnover of { $about }
    .how = money of the last full month. Trend and season promised { $low } to { $high }; a year earlier it was { $before }.
metric-ltv_step = LTV after the decision
    .how = over { $months } months those who came after the last decision, { $decided }, bring { $value }; those of the year before it, { $before }.
metric-mix_shift = Mix of new patients
    .about = Share of “{ $about }” among new patients
    .how = { $value } in the year after the decision of { $decided }, { $before } in the year before it. The speciality whose share changed most was taken.
metric-revenue_retention = Money of last year’s patients
    .how = what those of the year before brought in the { $year }, as a share of their money then: { $value }.
metric-level_shift = Turnover of the last months
    .how = the last months together against the same months a year ago: { $value } instead of { $before }. The fall shows at two month-ends running and is beyond chance.
metric-early_value = A new patient in the first 90 days
    .how = money of the first 90 days of the last half-year’s new patients: { $value }; in the two years before, { $before }. The largest bills are cut so that one patient does not decide. Patients: { $n }.
metric-returns = Back after a pause in half a year
    .how = { $value } came of { $before } expected. Expected by how patients came back after the same pause in the same half of the two years before.
metric-leads = Leads
    .how = people who left a contact and a wish to be treated.
metric-conversion = Conversion
    .how = the share of leads that start treatment.
metric-plan_acceptance = Treatment plans accepted
    .how = the share of consultations after which treatment began.
metric-gap = Gap
    .how = lost patients whom referrals do not replace; from your yearly figures.
metric-referral_share = Share of new patients by referral
    .how = new by referral ÷ all new.
metric-acquisition_cost = Cost of a new patient
    .how = budget of the channels ÷ new patients from them; from your channels.
metric-margin = Margin
    .how = the share of turnover left after direct costs.
metric-cheapest_channel_repeat = Returns from the cheapest channel
    .about = Those who came by “{ $about }” and return
    .how = the repeat index of those who came by the channel with the cheapest lead: { $value }; of the other channels together, { $before }.
metric-nps = NPS
    .how = 100 × (share of 9–10 − share of 0–6).
metric-ces = CES
    .how = how easy it was to be seen, on average, from 1 to 7.
metric-cancellations = Cancellations
    .how = the share of appointments cancelled or missed.
metric-responses = Answers to the survey
    .how = how many people answered.
metric-needed_responses = Answers needed
    .how = how many answers it takes to be within 5 points.

absent-no_visits = there are no visits
absent-no_amounts = the export has no sums
absent-short_history = the history is too short
absent-no_mature_patients = not enough time has passed since the first visits
absent-cycle_over_three_years = courses are usually more than three years apart, a year shows nothing
absent-no_such_column = the export has no such column
absent-nothing_to_compare = this column says the same everywhere, so there is nothing to compare
absent-few_patients = too few patients
absent-no_revenue = there is no turnover
absent-no_decisions = no decisions are noted yet
absent-decision_too_fresh = too little time since the last decision: the term of LTV has not passed
absent-broken_record = patients got other numbers in the rows: send a table of old and new numbers
