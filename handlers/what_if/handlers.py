"""What happens when a lever is pulled."""

from fractions import Fraction

from aiogram_dialog import DialogManager, ShowMode

from handlers.doubts import DOUBT, answer_to_keep, option_pressed
from handlers.places.what_if import WhatIf
from handlers.results.charts import plan_chart
from handlers.results.keyboard import result_keyboard
from handlers.results.pictures import order_picture
from handlers.session import session_of
from handlers.what_if.views import GROWTH_BUTTONS, bounds_text, lever_of, tried
from handlers.window import notice, toast
from metrics.funnel import AS_IT_IS, Scenario
from services.plans import scenario_to_plain
from services.what_if import Lever, OutOfBoundsError, available, moved, read_lever, step


async def pull(manager: DialogManager, pressed: str) -> None:
    """A button of the levers."""
    session = session_of(manager)
    segment, scenario = tried(manager)
    planned = segment.forecast()
    name, _, percent = pressed.partition(":")
    match name:
        case "growth" if percent in map(str, GROWTH_BUTTONS):
            await _try(manager, moved(scenario, Lever.GROWTH, Fraction(int(percent), 100), planned))
        case Lever.CHURN | Lever.REFERRALS | Lever.CONVERSION | Lever.CHECK:
            await _try(manager, step(scenario, Lever(name), planned))
        case "type":
            await manager.switch_to(WhatIf.choosing)
        case "reset":
            await _try(manager, AS_IT_IS)
        case "adopt":
            plan = await session.workspace.plans.adopt(segment.id, scenario)
            await manager.done()
            text = session.speak("what_if-adopted", year=str(plan.plan_year), patients=plan.patients)
            await session.say(text, result_keyboard(session.speak, segment.id))
        case "done":
            await manager.done()


async def _try(manager: DialogManager, scenario: Scenario) -> None:
    """Show a scenario: the text now, the picture redrawn in place right after."""
    session = session_of(manager)
    segment, before = tried(manager)
    if scenario == before:
        toast(session.speak.plain("what_if-limit"))
        return
    manager.dialog_data["scenario"] = scenario_to_plain(scenario)
    planned, changed = segment.forecast(), segment.forecast(scenario)
    if planned.whole is not None and changed.whole is not None:
        chart = plan_chart(session.workspace, segment, changed, planned)
        order_picture(session, chart, segment=segment.id, slot=manager.current_context().id)


async def choose(manager: DialogManager, pressed: str) -> None:
    """Which lever a number is typed for."""
    segment, _ = tried(manager)
    if pressed == "back":
        await manager.switch_to(WhatIf.trying)
    elif pressed in available(segment.forecast()):
        manager.dialog_data["lever"] = pressed
        await manager.switch_to(WhatIf.typing)


async def take_number(manager: DialogManager, text: str) -> None:
    """A typed number for the chosen lever, also while a doubt about it is shown."""
    session, lever = session_of(manager), lever_of(manager)
    kept = await answer_to_keep(
        manager,
        session,
        read_lever(lever, text, session.workspace.language),
        example=f"what_if-type-{lever}.example",
        asking=WhatIf.typing,
        doubting=WhatIf.doubting,
    )
    if kept is not None and kept.estimate is not None:
        await _set(manager, lever, kept.estimate.value)


async def take_as(manager: DialogManager, pressed: str) -> None:
    """How a doubtful number is meant."""
    lever = lever_of(manager)
    if pressed == "retype":
        await manager.switch_to(WhatIf.typing)
        return
    option = option_pressed(manager, pressed, lever)
    if option is not None and option.answer.estimate is not None:
        await _set(manager, lever, option.answer.estimate.value)


async def _set(manager: DialogManager, lever: Lever, value: Fraction) -> None:
    segment, scenario = tried(manager)
    try:
        scenario = moved(scenario, lever, value, segment.forecast())
    except OutOfBoundsError:
        notice(bounds_text(session_of(manager), lever))
        await manager.switch_to(WhatIf.typing)
        return
    manager.dialog_data.pop(DOUBT, None)
    await manager.switch_to(WhatIf.trying)
    manager.show_mode = ShowMode.DELETE_AND_SEND
    await _try(manager, scenario)
