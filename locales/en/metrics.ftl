# Figures: the name of each (metric-…), whom it is about (.about), how it was computed from the clinic's own
# numbers (.how), and why one is not there (absent-…).

metric-repeat_index = Repeat index
    .how = the share of first-time patients who began another course of treatment within 12 months, after a break of more than 60 days. Only those who have had the year: { $count } of { $n } = { $value }.
metric-second_visit = Second visit within 60 days
    .how = the share of first-time patients with another visit in their first 60 days: { $count } of { $n } = { $value }.
metric-frequency = Visits per patient a year
    .how = visits ÷ patients in { $year }: { $visits } ÷ { $n } = { $value }. Several services on one day are one visit.
metric-single_speciality = Treated in one speciality only
    .how = of the patients with two visits or more in { $year }, those who saw no other speciality: { $count } of { $n } = { $value }.
metric-weakest_doctor_repeat = Lowest repeat index of a doctor
    .about = Fewest return to “{ $about }”
    .how = the repeat index of patients who began with “{ $about }”: { $count } of { $n } = { $value }. Doctors with at least 30 such patients are compared; the range is wider than usual because the lowest was picked.
metric-ltv = LTV
    .about = LTV over { $about } months
    .how = what a patient brings within { $months } months of the first visit: { $revenue } ÷ { $n } patients = { $value }. That is an average visit check of { $check } × { $frequency } visits. Counted over those who first came at least { $months } months ago.
metric-lifetime = Lifetime of a patient
    .how = the average time from first to last visit, by Kaplan–Meier: { $n } patients, of whom { $ended } have left. A year without a visit counts as left. The history shows lifetimes up to { $horizon } months; { $active } stay longer. The simple way, blind to those who still come: { $simple } months — a lower bound.
metric-churn = Churn
    .how = of those seen the year before, not seen in { $year }: { $count } of { $n } = { $value }.
metric-active_patients = Active patients
    .how = different people seen in { $year }.
metric-returned_patients = Returned
    .how = came back in { $year } after more than 12 months away.
metric-lost_patients = Lost
    .how = those who completed 12 months without a visit in { $year }.
metric-new_patients = New patients
    .how = first visit in { $year }. New patients are told reliably when the export begins at least two years earlier.
metric-first_year_value = A new patient brings in a year
    .how = money of the first 12 months ÷ patients who have had that year: { $n } patients, { $value } each.
metric-turnover = Turnover
    .how = received from patients in { $year }, net of refunds.
metric-visit_check = Average visit check
    .how = turnover ÷ visits in { $year }: { $revenue } ÷ { $visits } = { $value }. Per visit, not per year.
metric-revenue_remainder = Swings of revenue
    .how = how far an ordinary month is from what trend and season promise, as a share of the average month. Months counted: { $months }.
metric-top_tenth_share = Share of the top 10% of patients
    .how = how much of the turnover of { $year } the { $tenth } best-paying of { $n } brought.
metric-top_doctor_share = Share of the top doctor in turnover
    .about = Share of “{ $about }” in turnover
    .how = revenue of “{ $about }” ÷ all revenue of { $year }.
metric-last_month = The last month
    .about = Revenue of { $about }
    .how = money of the last full month. Trend and season promised { $low } to { $high }; a year earlier it was { $before }.
metric-ltv_step = LTV after the decision
    .how = LTV over { $months } months is { $value } now; on the day of the last decision, { $decided }, it was { $before }.
metric-mix_shift = Mix of new patients
    .about = Share of “{ $about }” among new patients
    .how = { $value } in the year after the decision of { $decided }, { $before } in the year before it. The speciality whose share changed most was taken.
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
    .how = the share of revenue left after direct costs.
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
absent-no_revenue = there is no revenue
absent-no_decisions = no decisions are noted yet
