"""What the channel conversation shows."""

from collections.abc import Sequence

from aiogram_dialog import DialogManager

from handlers.channels.draft import doubted_figure, draft_of, segment_of
from handlers.doubts import doubt_view
from handlers.session import Session, session_of
from handlers.window import Button, View, column, columns
from metrics.channels import PRESETS, ChannelKind
from metrics.estimate import Estimate
from metrics.funnel import Figure
from services.answers import number
from services.channel_entry import ChannelFigure
from services.channels import StoredChannel
from services.segments import Segment
from wording.figures import subject, years


async def listing(manager: DialogManager) -> View:
    """All channels of the segment, each behind its pencil."""
    session, segment = session_of(manager), segment_of(manager)
    speak = session.speak
    named = await session.workspace.channels.of(segment.id)
    heading = subject(speak, segment, session.workspace.clinic_name)
    lines: list[str] = [speak("channels", subject=heading, year=str(segment.plan_year - 1))]
    lines += [_line(session, channel) for channel in named] or [speak("channels-empty")]
    lines += _sum(session, segment, named)
    removed = manager.dialog_data.get("removed")
    rows: list[tuple[Button, ...]] = []
    if any(channel.kind == ChannelKind.MARKETING for channel in named):
        rows.append((Button("calculate", speak.plain("channels-calculate")),))
    rows += columns([Button(f"open:{channel.id}", f"✏ {channel.name}") for channel in named], 2)
    rows.append((Button("add", speak.plain("channels-add")),))
    if removed:
        rows.append((Button("undo", speak.plain("channels-undo", name=removed["name"])),))
    rows.append((Button("menu", speak.plain("menu")),))
    return View("\n".join(lines), rows)


def _line(session: Session, channel: StoredChannel) -> str:
    key = f"channels-line-{channel.kind}"
    money = _short_money(session, channel)
    return session.speak(key, name=channel.name, patients=channel.new_patients, money=money)


def _short_money(session: Session, channel: StoredChannel) -> str:
    if channel.budget is not None:
        return session.speak("channels-money-budget", money=session.write.money(channel.budget))
    if channel.cost_per_lead is not None:
        return session.speak(
            "channels-money-lead", money=session.write.money(channel.cost_per_lead, places=2)
        )
    return ""


def _sum(session: Session, segment: Segment, named: Sequence[StoredChannel]) -> list[str]:
    speak, write = session.speak, session.write
    new = number(segment.answers, Figure.NEW_PATIENTS)
    if not named or new is None or not new.is_exact:
        return []
    counted = sum(channel.new_patients for channel in named)
    left = int(new.value) - counted
    args = {"sum": write.count(counted), "new": write.count(new.value), "left": write.count(abs(left))}
    way = "equal" if left == 0 else "less" if left > 0 else "more"
    lines = ["", speak(f"channels-sum-{way}", **args)]
    if all(channel.kind == ChannelKind.NATURAL for channel in named):
        lines.append(speak("channels-need-marketing"))
    return lines


async def naming(manager: DialogManager) -> View:
    """The name of a channel: usual ones to tap, or typed."""
    session, segment = session_of(manager), segment_of(manager)
    speak = session.speak
    taken = {channel.name for channel in await session.workspace.channels.of(segment.id)}
    usual = [Button(f"preset:{name}", speak.plain(f"channel-preset-{name}")) for name in PRESETS]
    return View(
        speak("channel-name"),
        (*columns([preset for preset in usual if preset.label not in taken], 2), _back(session)),
    )


async def kind(manager: DialogManager) -> View:
    """Whether money drives the channel."""
    session = session_of(manager)
    buttons = [Button(kind, session.speak.plain(f"channel-kind.{kind}")) for kind in ChannelKind]
    text = session.speak("channel-kind", name=draft_of(manager)["name"])
    return View(text, (*column(reversed(buttons)), _back(session)))


async def patients(manager: DialogManager) -> View:
    """How many came through the channel last year."""
    session, segment = session_of(manager), segment_of(manager)
    speak = session.speak
    text = speak("channel-patients", name=draft_of(manager)["name"], **years(segment))
    return View(text, ((Button("unknown", speak.plain("channel-patients.unknown")),), _back(session)))


async def money(manager: DialogManager) -> View:
    """What the channel costs, if known."""
    session = session_of(manager)
    speak = session.speak
    buttons = [Button(way, speak.plain(f"channel-money.{way}")) for way in ("lead", "budget", "skip")]
    text = speak("channel-money", name=draft_of(manager)["name"])
    return View(text, (*column(buttons), _back(session)))


async def cost_per_lead(manager: DialogManager) -> View:
    """The price of a lead."""
    session = session_of(manager)
    return View(session.speak("channel-cost_per_lead", name=draft_of(manager)["name"]), (_back(session),))


async def budget(manager: DialogManager) -> View:
    """The money of a year."""
    session = session_of(manager)
    return View(session.speak("channel-budget", name=draft_of(manager)["name"]), (_back(session),))


async def doubting(manager: DialogManager) -> View:
    """A figure that can be read in several ways."""
    session, figure = session_of(manager), doubted_figure(manager)

    def write(estimate: Estimate) -> str:
        if figure is ChannelFigure.PATIENTS:
            return session.write.count(estimate.value)
        return session.write.money(estimate.value, places=2)

    return doubt_view(manager, session, figure, write)


async def card(manager: DialogManager) -> View:
    """One channel with what can be changed."""
    session, segment = session_of(manager), segment_of(manager)
    speak, write = session.speak, session.write
    channel = await session.workspace.channels.get(segment.id, manager.dialog_data["channel"])
    other = ChannelKind.MARKETING if channel.kind == ChannelKind.NATURAL else ChannelKind.NATURAL
    cost = speak("channel-money-none")
    if channel.budget is not None:
        cost = speak("channel-money-budget", money=write.money(channel.budget))
    elif channel.cost_per_lead is not None:
        cost = speak("channel-money-lead", money=write.money(channel.cost_per_lead, places=2))
    text = speak(
        "channel-card",
        name=channel.name,
        kind=speak(f"channel-kind-{channel.kind}"),
        patients=write.count(channel.new_patients),
        money=cost,
        year=str(segment.plan_year - 1),
    )
    change = [Button(name, speak.plain(f"channel-card.{name}")) for name in ("rename", "patients", "money")]
    turn = Button("kind", speak.plain("channel-card.kind", other=speak.plain(f"channel-to-{other}")))
    remove = Button("remove", speak.plain("channel-card.remove"))
    return View(text, (*columns([*change, remove], 2), (turn,), _back(session)))


def _back(session: Session) -> tuple[Button, ...]:
    return (Button("back", session.speak.plain("back")),)
