# Start, menu, help, privacy and everything outside a conversation.

start = <b>Let’s find out how many new patients your clinic needs in { $year } and how many leads to order from your marketer.</b>
    It takes 5 figures. Rough ones will do.
    .begin = ▶ Start
    .resume = ▶ Continue: { $left ->
        [one] { $left } question left
       *[other] { $left } questions left
    }
    .check = ▶ Check your answers
    .plan = 📊 My plan
    .month = 🗓 Enter a month
    .months = 📅 All months
    .new_year = 🎆 Plan for { $year }
    .metrics = 📈 Metrics from visits
    .example = 👀 Show an example
    .upload = 📎 Upload Excel
    .self_check = 🩺 Check yourself
    .segments = 🧩 Doctors and more
    .settings = ⚙️ Settings
start-clinic = 🏥 { $clinic }

description = Churn, average check and a plan for new patients in 5 minutes. You need 5 figures for the year. No patient names or phone numbers.
short_description = A plan of new patients and leads for a clinic in 5 minutes

command =
    .start = start or open the menu
    .plan = my plan
    .month = enter last month
    .history = all months
    .remind = when to ask for a month’s figures
    .uploads = uploaded files
    .template = Excel template for figures
    .metrics = figures from visits
    .report = report: month, year, slides
    .decision = note a decision: date and what was decided
    .help = what this bot can do
    .cancel = stop and go to the menu
    .settings = language, currency, clinic name
    .privacy = what is stored and why
    .export = download everything I entered
    .forget = delete everything I entered

help = <b>What you can do here</b>
    • answer 5 questions and get next year’s plan of new patients and leads — /start
    • send an export of visits (Excel, CSV or a link to a Google sheet) and have the figures counted — /uploads
    • split the plan by channel and by month
    • ask “What if…”: lower churn, a higher check, another growth
    • do the same for a doctor, a speciality, a channel or a branch
    • answer the 7 questions of “Check yourself”
    • enter the figures of each month and see them beside the plan — /month, all months — /history

    Type numbers any way you like: “2000”, “60 million”, “1.5m”, “23%”, “1800–1900”. Made a mistake? Tap ‹ Back, or ✏ on the card of answers.

    /plan shows your latest plan, /metrics the figures from uploaded visits, /report a report or slides of them, /decision your decisions, /settings the language and currency, /cancel stops. What you entered is kept, even if you close the chat.

privacy = <b>What is stored</b>
    • your Telegram account number and language;
    • the clinic figures you entered: patients, turnover, channels, plans, months and their notes;
    • from visit files: day, amount, doctor, speciality, channel and branch, all encrypted, with a code in place of the patient;
    • the question you stopped at.

    Patients’ names, phones and records are not needed and not stored, nor is the file itself or its name. Your figures are not passed on and are used only to answer you.

    /export — get everything you entered in one file.
    /forget — delete it all for good.

back = ‹ Back
menu = ☰ Menu
cancelled = Stopped. Everything you entered is kept.

unknown_text = I was expecting a button or a command. Here is what you can do:
unknown_command = There is no such command. Here is what you can do:
not_text = I can’t read that kind of message: I need figures as text. Here is what you can do:
not_text_answer = Please answer with text or a button.
edited = I don’t take an edited message as a new answer. Tap ‹ Back, or ✏ on the card of answers, and type the number again.
old_button = That button no longer works.
old_reply = That was a reply to an old message, so it was not taken. Please type it again as an ordinary message.
group_chat = I only work in a private chat: your clinic’s figures are not for a group.
kept = I couldn’t process your message, but it is kept. We are looking into it; send /start to go on.
failed = Something went wrong. Everything you entered before is still here. Try again or send /start.

export_ready = Everything you entered is in this file.
export_visits-following = The visits from your files will follow.
export_visits-ready = { $named ->
        [yes] Visits of “{ $clinic }”
       *[no] Visits of the clinic
    }: every row that is kept, a table for each file you uploaded. Patients appear under pseudonyms; I do not keep names.
export_visits-failed = The tables of visits could not be made. Everything else is in the file above; try /export once more.
forget-ask = <b>Delete everything?</b>
    This removes every clinic with its answers, plans and channels, its doctors and other segments, its months, the uploaded files, the self-check and the settings. It cannot be undone.
    .yes = 🗑 Delete for good
    .no = Keep it
forget-done = Everything is deleted. To start afresh, send /start.
forget-kept = Nothing was deleted.

example-title = <b>The article’s example.</b> A clinic with 1,850 patients last year and 2,000 this year, 575 of them new, 462 of those by referral, a turnover of ₽60,000,000, 20% growth, 30% conversion.
example-own = ▶ Do it for my clinic
