# “What if…”: one assumption changed at a time, before → after.

what_if = <b>What if…{ $subject }</b>
what_if-hint = Tap a button and the plan is worked out again.
what_if-line = { $name }: { $before } → <b>{ $after }</b>{ $delta }
what_if-line-same = { $name }: { $before }
what_if-delta = { " " }({ $delta })
what_if-plan = Plan
what_if-leads = Leads
what_if-churn = Churn
what_if-referrals = By referral
what_if-conversion = Conversion
what_if-check = Average check
what_if-growth = Growth
what_if-points = { $points } pp
what_if-button-churn = Churn −3 pp
what_if-button-referrals = Referrals +10%
what_if-button-conversion = Conversion +5 pp
what_if-button-check = Check +5%
what_if-button-growth-0 = Growth 0%
what_if-button-growth-10 = Growth 10%
what_if-button-growth-20 = Growth 20%
what_if-button-type = ✏ My own number
what_if-button-reset = ↺ Reset
what_if-button-adopt = 💾 Make it the plan
what_if-button-done = ‹ Close
what_if-choose = What would you like to change? You’ll type a number of your own.
what_if-type-churn = What churn should it be? Type a percentage, for example: 18%
    .example = 18%
what_if-type-referrals = How many percent more referrals? For example: 15%. Fewer takes a minus: −10%
    .example = 15%
what_if-type-conversion = What lead conversion should it be? For example: 35%
    .example = 35%
what_if-type-check = How many percent higher should the average check be? For example: 7%. Lower takes a minus: −5%
    .example = 7%
what_if-type-growth = What growth of turnover should it be? For example: 15%
    .example = 15%
what_if-out_of_range = A number from { $low } to { $high } fits here.
what_if-limit = It stands there already.
what_if-is_plan = This is the saved plan. Tap a button and it is worked out again.
what_if-adopted = <b>The plan for { $year } is saved: { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    }.</b> You’ll find it under /plan.
what_if-no_plan = There is nothing to try things on: no plan yet. Add the missing figures.
