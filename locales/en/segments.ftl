# Segments: the same plan for a doctor, a speciality, a channel, a branch.

segments = <b>Doctors and more</b>
    Make a plan for the whole clinic and, separately, for a doctor, a speciality, a channel or a branch — and compare.
segments-empty = So far there is only the whole clinic. Add what you want to compare.
segments-line = <b>{ $name }</b>: churn { $churn }, check { $check }, plan { $plan }
segments-line-unfinished = <b>{ $name }</b>: { $given } of { $total } answers
segments-none = —
segments-add = ➕ Add
segments-kind = What is the plan for?
segments-name-doctor = What is the doctor’s name? A surname or initials are enough.
segments-name-speciality = Which speciality? For example: prosthetics
segments-name-channel = Which channel? For example: social media
segments-name-branch = Which branch? For example: Main Street
segments-full = More than { $most } don’t fit a phone screen. Remove what you no longer need.
segments-exists = “{ $name }” is already on the list.
segments-open = <b>{ $name }</b>
    .result = 📊 Plan
    .data = ✏ Figures
    .what_if = 🔁 What if…
    .channels = 📊 By channel
    .rename = ✏ Name
    .remove = 🗑 Remove
segments-rename = What should “{ $name }” be called now?
segments-remove-ask = Remove “{ $name }” with its answers, channels and plan? This cannot be undone.
    .yes = 🗑 Remove
segments-removed = “{ $name }” is no longer on the list.
segment-kind-clinic = Clinic
segment-kind-doctor = Doctor
segment-kind-speciality = Speciality
segment-kind-channel = Channel
segment-kind-branch = Branch
segment-subject = { " " }— { $name }
