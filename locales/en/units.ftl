# A number with its noun: $n chooses the form, $shown is the number as written (“2,000”, “+400”, “39–125”).

units-patients = { $shown } { $n ->
    [one] patient
   *[other] patients
 }
units-new-patients = { $shown } { $n ->
    [one] new patient
   *[other] new patients
 }
units-leads = { $shown } { $n ->
    [one] lead
   *[other] leads
 }
units-referrals = { $shown } { $n ->
    [one] referral
   *[other] referrals
 }
units-visits = { $shown } { $n ->
    [one] visit
   *[other] visits
 }
units-channels = { $shown } { $n ->
    [one] channel
   *[other] channels
 }
units-months = { $shown } { $n ->
    [one] month
   *[other] months
 }
units-years = { $shown } { $n ->
    [one] year
   *[other] years
 }
units-points = { $shown } pp
