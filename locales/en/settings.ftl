# Settings: language, currency, the clinic's name, which clinics there are.

settings = <b>Settings</b>
    Language: { $language }
    Currency: { $currency }
    Clinic: { $clinic }
    .language = 🌐 Language
    .currency = 💱 Currency
    .name = 🏥 Clinic name
    .clinics = 🏘 Clinics
settings-language = Which language shall we speak?
settings-currency = Which currency do you enter money in? Amounts already entered are not converted, only the sign changes.
settings-name = What is the clinic called? The name appears in plans and pictures.
    .remove = No name
settings-no_name = no name
settings-bad_name = A name has 1 to 60 characters on one line.
settings-saved = ✓ Saved
language-ru = Русский
language-en = English

settings-clinics = <b>Your clinics</b>
    “{ $clinic }” is open now. Each has its own figures, plans, channels and months.
    .add = ➕ Add a clinic
    .name = ✏ Name
    .remove = 🗑 Remove
settings-clinics-adding = What is the other clinic called? It starts from a clean sheet; the others stay as they are.
settings-clinics-removing = Remove “{ $clinic }”?
    Its answers, plans, channels, doctors and specialities, self-check and { $months ->
        [0] months
        [one] { $months } month entered
       *[other] { $months } months entered
    } will go for good.
    .yes = 🗑 Remove the clinic
settings-clinics-full = More than { $most } clinics cannot be told apart on a phone. Remove one you no longer need.
settings-clinics-exists = “{ $clinic }” is in the list already.
settings-clinics-opened = “{ $clinic }” is open
settings-clinics-removed = “{ $clinic }” is removed
clinics-unnamed = No name
