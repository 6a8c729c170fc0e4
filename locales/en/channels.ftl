# Channels: naming them and the plan they share.

channels = <b>Channels{ $subject }</b>
    Name where new patients come from. Marketing channels will share the plan the way they shared new patients in { $year }.
channels-empty = None yet. Start with those you pay for.
channels-line-marketing = • { $name } — { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    }{ $money }
channels-line-natural = • { $name } — { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    }, natural
channels-money-lead = , { $money } per lead
channels-money-budget = , budget { $money }
channels-sum-less = The channels make { $sum } of { $new } new patients: { $left } have no channel.
channels-sum-more = The channels make { $sum }, but there were { $new } new patients — check the numbers.
channels-sum-equal = The channels make all { $new } new patients.
channels-need-marketing = To split the plan, name at least one marketing channel.
channels-need-plan = There has to be a plan first: add the missing figures.
channels-full = More than { $most } channels don’t fit a phone screen. Remove one or join similar ones.
channels-add = ➕ Add a channel
channels-calculate = ✅ Split the plan
channels-undo = ↩ Put “{ $name }” back

channel-name = What is the channel called? Choose one or type your own name.
channel-preset-maps = Maps and search
channel-preset-social = Social media
channel-preset-context = Search ads
channel-preset-aggregators = Directories
channel-preset-referrals = Referrals
channel-preset-signboard = Signboard
channel-kind = Do you pay for “{ $name }” regularly?
    A marketing channel lives while you invest in it. A natural one — referrals, a signboard, the doctors’ own followers — works by itself.
    .marketing = Yes, it’s marketing
    .natural = No, it’s natural
channel-patients = How many new patients came through “{ $name }” in { $year }? For example: 50
    .example = 50
    .unknown = Don’t know, it’s new
channel-money = What does “{ $name }” cost? You can skip this.
    .example = 1500
    .lead = I know the cost per lead
    .budget = I know the yearly budget
    .skip = Skip
channel-cost_per_lead = What does one lead from “{ $name }” cost? For example: 1500
channel-budget = What is the yearly budget of “{ $name }”? For example: 600k
channel-card = <b>{ $name }</b>
    { $kind }, new patients in { $year }: { $patients }
    { $money }
    .rename = ✏ Name
    .kind = ⇄ Make it { $other }
    .patients = ✏ New patients
    .money = ✏ Cost
    .remove = 🗑 Remove
channel-kind-marketing = Marketing
channel-kind-natural = Natural
channel-to-marketing = marketing
channel-to-natural = natural
channel-money-none = No cost given
channel-money-lead = { $money } per lead
channel-money-budget = { $money } a year
channel-removed = “{ $name }” is removed.
channel-exists = There already is a channel “{ $name }”. Please choose another name.
channel-bad_name = A name has 1 to 60 characters on one line. For example: Social media

channel_plan-headline = <b>By channel for { $year }: { $patients ->
        [one] { $patients } patient
       *[other] { $patients } patients
    }, { $leads ->
        [one] { $leads } lead
       *[other] { $leads } leads
    }</b>
channel_plan-target = <b>{ $name }</b> ({ $share }): { $patients } patients, { $leads } leads a year; ≈ { $month_patients } and { $month_leads } a month{ $money }
channel_plan-money = ; budget { $budget }{ $of_turnover }, { $cost } per new patient
channel_plan-of_turnover = { " " }({ $share } of turnover)
channel_plan-budget = Budget for the year: <b>{ $budget }</b>{ $of_turnover }, { $cost } per new patient on average
channel_plan-budget-partial = Budget for the year, channels with a cost only: <b>{ $budget }</b>{ $of_turnover }
channel_plan-rounding = Leads are rounded up per channel, so there are { $more } more than in the overall plan.
channel_plan-natural = Natural channels ({ $names }) get no target: their referrals are already in the forecast.
channel_plan-zero = The plan is 0: referrals cover everything, so there is no task for the channels.
channel_plan-months = <b>By month from January: patients/leads</b>
channel_plan-month_line = { $name }: { $months }
channel_plan-how = <b>How it was computed</b>
    A channel’s share is its new patients among all marketing channels. The plan of { $patients } is divided by share into whole people; what is left goes to the largest remainders, so the sum always matches. Leads of a channel = patients ÷ { $conversion }, rounded up. Budget = leads × cost per lead; cost of a new patient = budget ÷ patients.
