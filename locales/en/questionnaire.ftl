# The questionnaire and its check card. `question-<name>` is asked, `ack-<name>` confirms the answer before it.

counter = <b>{ $position } of { $total }.</b>

question-patients = How many different patients did you see in { $year }? People, not visits. For example: 2000
    .example = 2000
    .short = Patients in { $year }
question-patients-running = How many different patients did you see in { $year }? People, not visits. The year isn’t over, so take the last 12 months. For example: 2000
question-previous_patients = And in { $before }?
    .example = 1850
    .short = Patients in { $before }
question-new_patients = How many { $patients ->
        [0] patients
       *[other] of the { $patients }
    } came for the first time?
    .example = 575
    .short = First time in { $year }
question-turnover = What was the turnover in { $year }? You can type “60 million”.
    .example = 60 million
    .short = Turnover in { $year }
question-average_check = One more question instead of the number of patients. How much does one patient spend in a year on average? With the turnover, it tells how many there were. For example: 30,000
    .example = 30,000
    .short = Check per patient
question-referrals = How many { $new ->
        [0] new patients
       *[other] of the { $new } new ones
    } came by referral?
    .example = 460
    .short = By referral
    .choice-almost_all = Almost all
    .choice-half = Half
    .choice-third = A third
question-conversion = Out of 10 leads, how many start treatment? A lead is someone who left their contacts and wants to come.
    .example = 30%
    .short = Lead conversion
    .choice-20 = 2
    .choice-30 = 3
    .choice-40 = 4
    .choice-other = Other
    .choice-unknown = Don’t know, take 3
question-conversion-other = What share of leads start treatment? Type a percentage, for example: 25%
question-growth = How much should turnover grow in { $plan }?
    .example = 15%
    .short = Turnover growth
    .choice-0 = 0%
    .choice-10 = +10%
    .choice-20 = +20%
    .choice-other = Other
    .choice-unknown = Don’t know, no growth yet
question-growth-other = By what percentage should turnover grow? For example: 15%
question-returned_patients = How many { $patients ->
        [0] patients
       *[other] of the { $patients }
    } had been to you before, but not in the previous year? They came back: neither new nor last year’s.
    .example = 40
    .short = Back after a year
unknown = Don’t know

ack-number = ✓ { $value }.
ack-unknown = ✓ Don’t know — that’s fine.
ack-word-almost_all = ✓ Almost all — counted as 80–100%.
ack-word-half = ✓ Half — counted as 40–60%.
ack-word-third = ✓ A third — counted as 25–40%.
ack-word-unknown = ✓ Don’t know — counted from none to all.
ack-previous_patients-grew = ✓ { $value }: the base grew by { $change }.
ack-previous_patients-shrank = ✓ { $value }: the base shrank by { $change }.
ack-previous_patients-same = ✓ { $value }: the base did not change.
ack-turnover-check = ✓ { $value }, { $check } per patient.
ack-average_check-patients = ✓ { $value } — so there were about { $patients } patients.
ack-conversion = ✓ { $value } of leads start treatment.
ack-conversion-unknown = ✓ Taking 30% — the article’s example, not a norm.

card = <b>Check the figures{ $subject }</b>
card-line = { $name }: <b>{ $value }</b>
card-line-counted = { $name }: <b>{ $value }</b> 📎
card-counted = 📎 From the file: { $period }
card-unknown = don’t know
card-not_asked = don’t know, counted as 0
card-zero_growth = no growth
card-example_conversion = 30% — the article’s example, not a norm
card-of_new = { $word } of the new ones ({ $low }–{ $high })
card-word-almost_all = almost all
card-word-half = half
card-word-third = a third
card-word-unknown = an unknown part
card-from_check = about { $patients }, from the check
card-about = { $low } to { $high }
card-edit = ✏ { $name }
card-calculate = ✅ Calculate
card-restart = ↺ Start over
card-year = 🗓 Plan year: { $year }
card-year_changed = Figures of { $year } and { $before } are needed now. The answers stay as they were: please check each.
card-contradiction = ⚠ { $problem }
card-note-missing = There is no plan without: { $name }. I’ll work out what I can.
restart-ask = Erase { $count ->
        [one] { $count } answer
       *[other] { $count } answers
    } and start over? The saved plan goes with them, the channels stay.
    .yes = ↺ Erase and start over

doubt-base_change = It was { $before } and is now { $now }: within a year the base more than doubled or halved. Is that right?
doubt-check = That makes { $check } per patient a year. Is that right? Perhaps the turnover is in thousands or in another currency?
doubt-average_check = { $check } per patient a year: is that right? Perhaps it is in thousands or in another currency?
doubt-yes = Yes: { $value }
doubt-retype = ✏ Type it again

refused-negative = It can’t be below zero. Type a number from zero up.
refused-no_patients = There is nothing to work out without patients. Type a number above zero.
refused-no_previous_patients = There must be some patients in the previous year: churn can’t be worked out without them. If the clinic is new, tap “Don’t know”.
refused-no_check = The check must be above zero. For example: 30,000
refused-more_new_than_patients = { $left } came for the first time, but there were only { $right } patients: new ones can’t outnumber all. Correct one of these numbers.
refused-more_new_and_returned_than_patients = { $left } came for the first time or after a break, but there were only { $right } patients. Correct one of these numbers.
refused-more_retained_than_before = { $left } came not for the first time, but a year earlier there were only { $right } patients: more can’t return than there were. Correct one of these numbers.
refused-referrals_above_base = These figures make { $left } referrals, more than the whole base of { $right }. Check the patients of both years and the referrals.
refused-more_referrals_than_new = { $left } by referral, but only { $right } new ones: referrals can’t outnumber all new patients. Correct one of these numbers.
refused-conversion_out_of_range = The share of leads must be above 0 and at most 100%. For example: 30%
