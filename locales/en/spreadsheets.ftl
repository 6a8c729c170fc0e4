# Files: why one is not taken in, what one holds, what is wrong in it by cell.

sheet-refused-empty = The file is empty. Please export the visits again and send it once more.
sheet-refused-damaged = The file is damaged or was cut off. Please open it in Excel, save it as XLSX and send it again.
sheet-refused-unsafe = The file refers to outside data, so it was not opened. Please open it in Excel, save it as XLSX and send it again.
sheet-refused-password = The file is protected by a password. Please remove the password and send it again.
sheet-refused-not-spreadsheet = This is not a spreadsheet. Please send the visits as XLSX, XLS, ODS or CSV.
    .named = This is { $found }, not a spreadsheet. Please send the visits as XLSX, XLS, ODS or CSV.
sheet-refused-several-in-archive = { $count ->
        [one] There is { $count } table in the archive.
       *[other] There are { $count } tables in the archive.
    } Please send them one by one.
sheet-refused-too-heavy = The file is too heavy. What helps: save it as CSV and zip it, keep only patient, date and amount, or send it year by year.
sheet-refused-no-rows = There are no rows of data in the file. Please check the export and send it again.
    .hidden = Only hidden sheets have data: { $found }. Please unhide the sheet in Excel and send the file again.
sheet-refused-no-columns = The table lacks these columns: { $missing }. It has these: { $found }. Please add what is missing to the export or name the column.
sheet-refused-empty-template = The template is still empty. Please type figures into the yellow cells and send the file again.
sheet-refused-formulas = These columns hold formulas whose values are not saved in the file: { $found }. Please open it in Excel, save it and send it again.

sheet-problem-number = { $place }: a number is needed, found “{ $got }”.
    .fix = { $place }: a number is needed, found “{ $got }”. Make it { $fix }.
sheet-problem-date = { $place }: a date is needed, found “{ $got }”.
    .fix = { $place }: a date is needed, found “{ $got }”. Make it { $fix }.
sheet-problem-kind = { $place }: “Marketing” or “Natural” is needed, found “{ $got }”.
sheet-place = Sheet “{ $sheet }”, { $cell }
    .cell = { $cell }

sheet-kind-xlsx = Excel (XLSX)
sheet-kind-xlsb = Excel (XLSB)
sheet-kind-xls = Excel (XLS)
sheet-kind-ods = OpenDocument (ODS)
sheet-kind-text = text table (CSV)
sheet-kind-html = web page with a table (HTML)
sheet-kind-xml-2003 = Excel 2003 XML table
sheet-preview-file = File: { $kind }, header in row { $row }.
sheet-preview-sheet = Sheet “{ $sheet }”: { $why }.
sheet-preview-hidden = Hidden sheets are not read: { $sheets }.
sheet-preview-column = { $letter } “{ $header }” → { $field }, confidence { $confidence }
sheet-preview-ignored = Not used: { $columns }.
sheet-preview-personal = Personal data is not kept: { $columns }.
sheet-preview-lost-digits = The ids in column { $letter } are written as powers of ten and have lost their last digits: different patients may have merged. Please export ids as text.
sheet-preview-period = Period: { $from } – { $to }.
sheet-preview-rows = Rows: { $rows }, patients: { $patients }, turnover: { $turnover }.
sheet-preview-no-money = Rows: { $rows }, patients: { $patients }, there are no amounts in the file.
sheet-preview-not-paid = There is no column of payments: the { $field } is taken.
sheet-preview-left-out = Rows to know of: { $reasons }.
sheet-left-out-patient = without a patient { $rows } for { $amount }, left out
sheet-left-out-date = without a date { $rows }, left out
sheet-left-out-status = visit did not take place { $rows }, left out
sheet-left-out-totals = totals { $rows }, left out
sheet-left-out-unpriced = without a sum { $rows }, counted as visits
sheet-preview-continued = Rows without a patient and a date, taken for services of the visit above: { $rows }.
sheet-preview-problems = Errors in cells: { $count }.
sheet-figures-year = Figures of { $year }.
    .unknown = Yearly figures; the file does not say of which year.
    .others = The file has other years too: { $years }.
sheet-figures-figure = { $name }: { $value } — { $cell } “{ $label }”, confidence { $confidence }
sheet-figures-channel = Channel “{ $name }”, { $kind }: { $patients } new
    .lead = , a lead costs { $money }
    .budget = , budget { $money }
sheet-figures-ignored = Not used: { $labels }.
sheet-preview-year = { $from } – { $to }{ $note }: patients { $patients }, new { $new }, back after missing a year { $returned }, turnover { $turnover }, by referral { $referrals }.
    .partial = , incomplete

sheet-why-only = the only one with data
sheet-why-complete = the only one with patient, date and amount
sheet-why-continued = the sheets continue each other and were read together
sheet-why-largest = the fullest one
sheet-why-answered = chosen by you
sheet-why-yearly = a table of figures by year
sheet-why-template = our template

sheet-ask-sheet = Which sheet should be read? { $choices }
sheet-ask-patient = Which column holds the patient? { $choices }
sheet-ask-date = Which column holds the date of the visit? { $choices }
sheet-ask-amount = Which column holds the amount paid? { $choices }
sheet-ask-date_order = What comes first in the dates? { $choices }
sheet-ask-figure = “{ $about }”: which row should be taken? { $choices }

sheet-order-day_first = the day
sheet-order-month_first = the month

sheet-field-patient = patient
sheet-field-patient_name = patient name
sheet-field-phone = phone
sheet-field-email = e-mail
sheet-field-birth_date = birth date
sheet-field-address = address
sheet-field-document = document
sheet-field-date = date of visit
sheet-field-paid_date = date of payment
sheet-field-first_visit = first visit
sheet-field-last_visit = last visit
sheet-field-visit_count = number of visits
sheet-field-charged = amount charged
sheet-field-discounted = amount after discount
sheet-field-paid = amount paid
sheet-field-discount = discount, refund or debt
sheet-field-doctor = doctor
sheet-field-staff = staff
sheet-field-speciality = speciality
sheet-field-service = service
sheet-field-quantity = quantity
sheet-field-channel = channel
sheet-field-visit_type = kind of visit
sheet-field-status = state of the visit
sheet-field-branch = branch
sheet-field-payment_method = way of payment
sheet-field-row_number = row number
sheet-field-other = other

annotation-sheet = Data
annotation-number = The bot could not read this amount. A number is needed.
    .fix = The bot could not read this amount. Make it { $fix }.
annotation-date = The bot could not read this date. Write it like 2026-12-31.
    .fix = The bot could not read this date. Make it { $fix }.
annotation-kind = Choose the kind of channel: “Marketing” or “Natural”.
