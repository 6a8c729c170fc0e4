# Settings: language, currency, the clinic's name.

settings = <b>Settings</b>
    Language: { $language }
    Currency: { $currency }
    Clinic: { $clinic }
    .language = 🌐 Language
    .currency = 💱 Currency
    .name = 🏥 Clinic name
settings-language = Which language shall we speak?
settings-currency = Which currency do you enter money in? Amounts already entered are not converted, only the sign changes.
settings-name = What is the clinic called? The name appears in plans and pictures.
    .remove = No name
settings-no_name = no name
settings-bad_name = A name has 1 to 60 characters on one line.
settings-saved = ✓ Saved
language-ru = Русский
language-en = English
