"""What happens in the channel conversation."""

from fractions import Fraction

from aiogram.fsm.state import State
from aiogram_dialog import DialogManager

from charts.requests import ChannelsChart
from handlers.channels.draft import (
    ASKED,
    channel_from,
    doubted_figure,
    draft_from,
    draft_of,
    figure_of,
    segment_of,
)
from handlers.chat_text import in_chat
from handlers.doubts import DOUBT, answer_to_keep, option_pressed
from handlers.places.channels import Channels
from handlers.places.menu import open_menu
from handlers.places.questionnaire import open_questionnaire
from handlers.results.pictures import order_picture
from handlers.session import session_of
from handlers.window import notice, toast
from metrics.channels import PRESETS, ChannelKind
from metrics.funnel import FiguresError
from services.access import NotFoundError
from services.channel_entry import ChannelFigure, read_channel_figure
from services.limits import MOST_CHANNELS, LimitReachedError
from services.names import clean_name, is_taken
from wording.channel_plan import ChannelPlanText


async def on_list(manager: DialogManager, pressed: str) -> None:
    """A button of the list."""
    session, segment = session_of(manager), segment_of(manager)
    action, _, subject = pressed.partition(":")
    match action:
        case "add":
            manager.dialog_data["draft"] = {}
            await manager.switch_to(Channels.naming)
        case "open":
            await session.workspace.channels.get(segment.id, subject)
            manager.dialog_data["channel"] = subject
            await manager.switch_to(Channels.card)
        case "undo":
            await _undo(manager)
        case "calculate":
            await _calculate(manager)
        case "menu":
            await open_menu(manager)


async def _undo(manager: DialogManager) -> None:
    session, removed = session_of(manager), manager.dialog_data.get("removed")
    if not removed:
        return
    try:
        await session.workspace.channels.restore(segment_of(manager).id, channel_from(removed))
    except LimitReachedError:
        notice(session.speak("channels-full", most=MOST_CHANNELS))
    else:
        del manager.dialog_data["removed"]


async def _calculate(manager: DialogManager) -> None:
    session, segment = session_of(manager), segment_of(manager)
    try:
        plan = await session.workspace.plans.of_channels(segment.id)
    except FiguresError:
        plan = None
    if plan is None:
        toast(session.speak.plain("channels-need-plan"))
        await open_questionnaire(manager, segment)
        return
    await manager.done()
    planned = await session.workspace.plans.planned(segment.id)
    text = ChannelPlanText(session.speak, session.write, segment.plan_year, plan, planned)
    await session.say(in_chat(text.said()))
    if planned.conversion is not None:
        chart = ChannelsChart(plan, planned.conversion.value, segment.plan_year, session.workspace.language)
        order_picture(session, chart, segment=segment.id, buttons=segment.id)


async def take_preset(manager: DialogManager, pressed: str) -> None:
    """One of the usual channels, whose kind is known."""
    action, _, preset = pressed.partition(":")
    if action == "back":
        await _leave(manager)
    elif preset in PRESETS:
        draft = draft_of(manager)
        draft["name"] = session_of(manager).speak.plain(f"channel-preset-{preset}")
        if "id" not in draft:
            draft["kind"] = str(PRESETS[preset])
        await _next(manager, Channels.patients)


async def take_name(manager: DialogManager, text: str) -> None:
    """A typed name."""
    session, segment, draft = session_of(manager), segment_of(manager), draft_of(manager)
    name = clean_name(text)
    if name is None:
        notice(session.speak("channel-bad_name"))
        return
    others = [
        other for other in await session.workspace.channels.of(segment.id) if other.id != draft.get("id")
    ]
    if is_taken(name, others):
        notice(session.speak("channel-exists", name=name))
        return
    draft["name"] = name
    await _next(manager, Channels.kind)


async def take_kind(manager: DialogManager, pressed: str) -> None:
    """Whether money drives the channel."""
    if pressed == "back":
        await manager.switch_to(Channels.naming)
    elif pressed in set(ChannelKind):
        draft_of(manager)["kind"] = pressed
        await manager.switch_to(Channels.patients)


async def no_patients(manager: DialogManager, pressed: str) -> None:
    """A channel nobody came through yet."""
    if pressed == "back":
        await _leave(manager)
    elif pressed == "unknown":
        await _keep(manager, ChannelFigure.PATIENTS, Fraction(0))


async def take_number(manager: DialogManager, text: str) -> None:
    """A typed figure of the channel, also while a doubt about it is shown."""
    session, figure = session_of(manager), figure_of(manager)
    manager.dialog_data["figure"] = figure.value
    language, currency = session.workspace.language, session.workspace.currency
    outcome = read_channel_figure(figure, text, language=language, currency=currency)
    kept = await answer_to_keep(
        manager,
        session,
        outcome,
        example="channel-patients.example" if figure is ChannelFigure.PATIENTS else "channel-money.example",
        asking=ASKED[figure],
        doubting=Channels.doubting,
    )
    if kept is not None and kept.estimate is not None:
        await _keep(manager, figure, kept.estimate.value)


async def take_as(manager: DialogManager, pressed: str) -> None:
    """How a doubtful figure is meant."""
    figure = doubted_figure(manager)
    if pressed == "retype":
        await manager.switch_to(ASKED[figure])
        return
    option = option_pressed(manager, pressed, figure)
    if option is not None and option.answer.estimate is not None:
        await _keep(manager, figure, option.answer.estimate.value)


async def _keep(manager: DialogManager, figure: ChannelFigure, value: Fraction) -> None:
    draft = draft_of(manager)
    manager.dialog_data.pop(DOUBT, None)
    if figure is not ChannelFigure.PATIENTS:
        other = ChannelFigure.BUDGET if figure is ChannelFigure.COST_PER_LEAD else ChannelFigure.COST_PER_LEAD
        draft.update({figure.value: str(value), other.value: None})
        await _save(manager)
        return
    draft["new_patients"] = int(value)
    if draft["kind"] == ChannelKind.NATURAL:
        await _save(manager)
    else:
        await _next(manager, Channels.money)


async def choose_money(manager: DialogManager, pressed: str) -> None:
    """Which price is known, if any."""
    match pressed:
        case "lead":
            await manager.switch_to(Channels.cost_per_lead)
        case "budget":
            await manager.switch_to(Channels.budget)
        case "skip":
            draft_of(manager).update(cost_per_lead=None, budget=None)
            await _save(manager)
        case "back":
            await _leave(manager)


async def on_card(manager: DialogManager, pressed: str) -> None:
    """A button of one channel's card."""
    session, segment = session_of(manager), segment_of(manager)
    channel = await session.workspace.channels.get(segment.id, manager.dialog_data["channel"])
    manager.dialog_data["draft"] = draft_from(channel)
    match pressed:
        case "rename":
            await manager.switch_to(Channels.naming)
        case "patients":
            await manager.switch_to(Channels.patients)
        case "money":
            await manager.switch_to(Channels.money)
        case "kind":
            natural, marketing = ChannelKind.NATURAL, ChannelKind.MARKETING
            channel.kind = marketing if channel.kind == natural else natural
            await session.workspace.channels.save(segment.id, channel)
        case "remove":
            await session.workspace.channels.remove(segment.id, channel.id)
            manager.dialog_data["removed"] = draft_from(channel)
            toast(session.speak.plain("channel-removed", name=channel.name))
            await manager.switch_to(Channels.listing)
        case "back":
            await manager.switch_to(Channels.listing)


async def _next(manager: DialogManager, state: State) -> None:
    """The next question of a new channel; a saved one only had this one thing changed."""
    if "id" in draft_of(manager):
        await _save(manager)
    else:
        await manager.switch_to(state)


async def _leave(manager: DialogManager) -> None:
    """Back from a question: to the card of a saved channel, to the list for a new one."""
    await manager.switch_to(Channels.card if "id" in draft_of(manager) else Channels.listing)


async def _save(manager: DialogManager) -> None:
    session, segment = session_of(manager), segment_of(manager)
    draft = draft_of(manager)
    try:
        if "id" not in draft:
            channel = await session.workspace.channels.add(
                segment.id,
                name=draft["name"],
                kind=ChannelKind(draft["kind"]),
                new_patients=draft["new_patients"],
            )
            draft["id"] = channel.id
            state = Channels.listing
        else:
            state = Channels.card
        await session.workspace.channels.save(segment.id, channel_from(draft))
    except LimitReachedError:
        notice(session.speak("channels-full", most=MOST_CHANNELS))
        state = Channels.listing
    except NotFoundError:
        state = Channels.listing
    await manager.switch_to(state)
