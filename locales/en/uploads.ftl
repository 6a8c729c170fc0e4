# Files in the chat: waiting, the preview with its questions, what was kept.

upload-doing-waiting = ⏳ Got the file. It is large: I will read it as soon as I am done with those that came before.
upload-doing-fetching = ⏳ Fetching the file…
upload-doing-opening = ⏳ Opening the file…
upload-doing-locating = ⏳ Looking for the table and its header…
upload-doing-parsing = ⏳ Reading dates and sums…
upload-doing-counting = ⏳ Counting patients and turnover…
upload-stop = ⏹ Stop
upload-stopped = Stopped. Nothing of the file was stored.
upload-again = 🔄 Read it again

upload-rows = { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }
upload-patients = { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    }
upload-headline = { upload-rows }, { upload-patients }, turnover { $turnover }
    .no_money = { upload-rows }, { upload-patients }, no sums
upload-preview = <b>The file has { $headline }.</b>
upload-sheets = { $count ->
        [one] { $count } sheet: { $why }.
       *[other] { $count } sheets: { $why }.
    }
upload-columns = Patient: { $patient }. Date: { $date }. Sum: { $amount }.
upload-column = { $letter } “{ $header }”
    .sum = { $letter } “{ $header }”, the { $field }
upload-left_out = { $rows ->
        [one] { $rows } row is left out, the details say why.
       *[other] { $rows } rows are left out, the details say why.
    }
upload-problems = { $count ->
        [one] { $count } cell could not be read:
       *[other] { $count } cells could not be read, the first of them:
    }
upload-remembered = I understood the columns as last time.
upload-not_kept = Nothing is stored yet.
upload-more = …and { $count } more

upload-keep = ✅ Keep it
    .valid = ✅ Keep { $rows ->
        [one] the { $rows } valid row
       *[other] the { $rows } valid rows
    }
    .figures = ✅ Take as answers
upload-change = ✏ Change columns
upload-figures = <b>The file has the figures of { $year }.</b>
    .no_year = <b>The file has a year’s figures.</b>
upload-figures-channels = { $count ->
        [one] And { $count } channel.
       *[other] And { $count } channels.
    }
upload-figures-taken = <b>The figures of the file are your answers now.</b> Please check them and answer what is left.
upload-figures-check = 📝 Check and calculate
upload-year = Take { $year }
upload-copy = 📄 Marked copy
upload-copy-name = Marked
upload-copy-caption = { $count ->
        [one] { $count } cell is marked: it is coloured, and a comment says what to mend.
       *[other] { $count } cells are marked: they are coloured, and comments say what to mend.
    } Send the mended file, and it takes the place of this one.
upload-template = Type your figures into the yellow cells and send the file here. Leave empty what you do not know.
upload-drop = ✖ Do not keep
upload-dropped = The file was not kept; nothing of it is stored.

upload-ask-sheet = <b>Which sheet should I read?</b>
    Several would do, and their days overlap.
upload-ask-patient = <b>Which column is the patient?</b>
    A card number is best: names are not stored.
upload-ask-date = <b>Which column is the date of the visit?</b>
upload-ask-amount = <b>Which column is the sum that was paid?</b>
    Turnover is what patients have paid.
upload-ask-figure = <b>“{ $about }”: which row should I take?</b>
upload-ask-date_order = <b>What comes first in the dates?</b>
    The dates themselves do not tell.
upload-ask-other = Another column
upload-order-day_first = The day: 31/12/2025
upload-order-month_first = The month: 12/31/2025

upload-change-which = <b>Which column did I get wrong?</b>
upload-change-line = { $letter } “{ $header }” → { $field }
upload-change-none = not used
upload-change-what = <b>What is in column { $column }?</b>
upload-change-nothing = Do not use it
upload-change-refused = That cannot be read. { $reason }

upload-failed = Reading the file failed, and that is our fault. Please try again; if that does not help, send it as CSV.
upload-many_waiting = { $count } of your files are waiting already. This one is not taken: send it once I have read those.
upload-full-uploads = <b>Not kept: the clinic has { $most ->
        [one] { $most } file
       *[other] { $most } files
    } already, and no more may be kept.</b>
    Make room: /uploads → a file you no longer need → “Undo the upload” → “Delete for good”. Then read this file again.
upload-full-size = <b>Not kept: with this file the clinic’s visits would take over { $most } MB, more than may be kept.</b>
    Make room: /uploads → a file you no longer need → “Undo the upload” → “Delete for good”. Then read this file again.
upload-not-fetched-gone = Telegram did not hand the file over. Please send it again.
upload-not-fetched-failed = Telegram does not hand the file over right now. It is not lost: press the button a little later.
upload-not-fetched-too-big = <b>The file is over { $limit } MB, which the bot cannot receive.</b>
    What helps:
    1. save it as CSV and put that into a ZIP;
    2. leave only patient, date and sum in it;
    3. send it year by year, in smaller files.
upload-not-fetched-sheet-private = <b>This sheet is private.</b>
    Press “Share” in it, choose “Anyone with the link” and send the link again. You can close it after the upload. Or download the sheet as XLSX and send the file.
upload-not-fetched-sheet-missing = There is no such sheet. Please check the link: it begins with https://docs.google.com/spreadsheets/d/.
upload-not-fetched-sheet-unreachable = Google does not hand this sheet over right now. Please try again, or download it as XLSX and send the file.
upload-not_a_sheet = This link does not lead to a sheet. I need one like https://docs.google.com/spreadsheets/d/… or the file itself.
upload-photo = Figures cannot be read from a photo. Please send the file itself: XLSX, XLS, ODS or CSV.

upload-kept = <b>Kept: { $headline }.</b>
    .same = <b>This file is here already: nothing has changed.</b>
    .replaced = Days that were here before are replaced by the new ones and never count twice: { $periods }.
    .branch = branch “{ $branch }”, { $period }
upload-period = { $from } – { $to }
upload-year-partial = { $year } is not complete in the file, so I offer the last 12 full months.
upload-year-none = The file has no full year, so it cannot give the figures for a plan.
upload-take-year = 📊 Plan from the figures of { $year }
upload-take-months = 📊 Plan from 12 months: { $period }
upload-taken = The figures are taken from the file. Please check them and answer what is left.
upload-delete = 🗑 Delete the message with the file
upload-deleted = The message with the file is deleted
upload-not_deleted = Telegram no longer lets the bot delete this message: please delete it yourself
upload-undo = ↩ Undo the upload

uploads = <b>Uploaded files</b>
    Send an export of visits into this chat at any time: XLSX, XLS, ODS, CSV or a link to a Google sheet. First I show what I understood; names and phones are not stored.
    .none = Nothing is uploaded yet.
    .template = 📄 Get the template
    .item = { $from } – { $to }, { upload-rows }
    .undone = undone: { $from } – { $to }, { upload-rows }
uploads-card = <b>File of { $day }</b>
    Period: { $from } – { $to }
    { upload-headline }
    .no_money = <b>File of { $day }</b>
    Period: { $from } – { $to }
    { upload-headline.no_money }
    .undone = The upload is undone: the visits of this file do not count. Thirty days after that the file is deleted for good.
    .undo = ↩ Undo the upload
    .redo = ↪ Take it back in
    .erase = 🗑 Delete for good
uploads-undo = <b>Undo the upload?</b>
    { upload-rows } of { $from } – { $to } will no longer count. You can take the file back in here.
    .yes = ↩ Undo the upload
uploads-redo = <b>Take the file back in?</b>
    { upload-rows } of { $from } – { $to } will count again.
    .yes = ↪ Take it back in
uploads-erase = <b>Delete the file for good?</b>
    { upload-rows } of { $from } – { $to }: there is no way back but to upload the file again.
    .yes = 🗑 Delete for good
uploads-undone = The upload is undone
uploads-erased = The file is deleted
uploads-redone = The file counts again

upload-choice-swapped-yes = Mend them
upload-choice-swapped-no = Leave as they are
upload-choice-gaps-yes = Yes, the same
upload-choice-gaps-no = No, they are empty
upload-choice-repeated-yes = Visit total, count it once
upload-choice-repeated-no = Sum of each line
upload-choice-spelling-yes = The same people
upload-choice-spelling-no = Different people
upload-choice-zeros-yes = Zeros do not matter
upload-choice-zeros-no = Different patients
upload-choice-people-yes = People’s names, hide them
upload-choice-people-no = These are not people
upload-choice-ledger-paid = Payments
upload-choice-ledger-charged = Charges
upload-choice-ledger-refunds = The minuses are refunds
upload-choice-outlier-mended = Mend the slip
upload-choice-outlier-as_it_is = Keep it
upload-choice-outlier-without = Visit without a sum
upload-choice-status-visit = All were held
upload-choice-status-no_show = None were held
upload-choice-operation-payment = All are payments
upload-choice-operation-ignored = Count none
upload-choice-operation-refund = These are refunds
upload-choice-amount-none = There are no sums
upload-choice-all = All sheets together
upload-choice-counted = Only: { $values }

upload-kind-visit = visit
upload-kind-charge = charge
upload-kind-payment = payment
upload-kind-refund = refund, taken away
upload-kind-advance = advance, no turnover
upload-kind-advance_back = advance given back
upload-kind-advance_use = from an advance, turnover
upload-kind-booking = still to come
upload-kind-no_show = no-show
upload-kind-cancelled = cancelled
upload-kind-total = total
upload-kind-ignored = not counted
upload-kind-unknown = unknown

upload-found-group_days = The date stands in a row of its own above the visits.
upload-found-group_names = The doctor or branch stands in a row of its own above the visits.
upload-found-filled_down = “{ $details }” is filled in the first row of each group only: carried down over { $rows } rows.
upload-found-sheet_says = “{ $details }” comes from the title of the sheet or table.
upload-found-thousands = The sums are in thousands: multiplied.
upload-found-repeated_total = The total of a visit is repeated on each of its lines: counted once; left out: { $money }.
upload-found-ledger = Charges and payments in one table: payments are the turnover.
upload-found-refunds = Refunds taken away: { $rows } rows, { $money }.
upload-found-refund_column = Refunds of a column of their own taken away: { $money }.
upload-found-advances = Advances: { $rows } rows, { $money }. They become turnover on the day of the visit.
upload-found-no_shows = No-shows: { $rows } rows, { $money }. Not counted.
upload-found-cancelled = Cancelled: { $rows } rows, { $money }. Not counted.
upload-found-bookings = Still to come: { $rows } rows, { $money }. No visits yet.
upload-found-ignored = Neither visits nor payments: { $rows } rows, { $money }. Not counted.
upload-found-swapped_days = In some dates day and month are swapped.
upload-found-far_days = Dates far from all others: { $rows } rows. Left out, the cells are named below.
upload-found-spellings = The same patients were spelled differently: { $first } spellings, { $second } patients.
upload-found-other_currency = Sums in other currencies left out: { $rows } rows. Taken: { $details }.
upload-found-outlier = A sum many times larger than all others: { $details }.
upload-found-names_hidden = People’s names in a column are not kept: “{ $details }” stands for { $rows } values.
upload-found-added_parts = Turnover is the sum of the columns: { $details }.
upload-found-multiplied = Turnover is the product of the columns: { $details }.

upload-blank = (empty)
upload-sums = Columns of sums:
upload-values = What was held and what counts:
upload-unread = Sheets not read: { $sheets }.
upload-lost = { $rows ->
        [one] { $rows } row of { $of } ({ $share }) left out.
       *[other] { $rows } rows of { $of } ({ $share }) left out.
    }
upload-month = { $month } { $year }: { upload-month-visits }, { $turnover }. Does that look like your software?
    .no_money = { $month } { $year }: { upload-month-visits }. Does that look like your software?
upload-month-visits = { $visits ->
        [one] { $visits } visit
       *[other] { $visits } visits
    }
upload-visits = { $count ->
        [one] { $count } visit
       *[other] { $count } visits
    }
upload-people = { $count ->
        [one] { $count } patient
       *[other] { $count } patients
    }
