"""What happens when a lever is pulled."""

from fractions import Fraction

from aiogram_dialog import DialogManager, ShowMode

from handlers.places.what_if import WhatIf
from handlers.results.charts import plan_chart
from handlers.results.keyboard import result_keyboard
from handlers.results.pictures import order_picture
from handlers.session import session_of
from handlers.what_if.views import GROWTH_BUTTONS, bounds_text, tried
from handlers.window import notice, toast
from locales.reading import Ambiguous, ReadError, TypedRange, read_change, read_share
from metrics.funnel import AS_IT_IS, Scenario
from services.plans import scenario_to_plain
from services.what_if import Lever, OutOfBoundsError, available, moved, step


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
    """A typed number for the chosen lever."""
    session = session_of(manager)
    lever = Lever(manager.dialog_data["lever"])
    read_as_share = lever in (Lever.CHURN, Lever.CONVERSION)
    language = session.workspace.language
    read = read_share(text, language) if read_as_share else read_change(text, language)
    if isinstance(read, ReadError):
        example = session.speak.plain(f"what_if-type-{lever}.example")
        notice(session.speak(read.key, found=read.found, example=example))
        return
    if isinstance(read, Ambiguous):
        read = read.choices[0]
    if isinstance(read, TypedRange):
        read = (read.low + read.high) / 2
    segment, scenario = tried(manager)
    try:
        scenario = moved(scenario, lever, read, segment.forecast())
    except OutOfBoundsError:
        notice(bounds_text(session, lever))
        return
    await manager.switch_to(WhatIf.trying)
    manager.show_mode = ShowMode.DELETE_AND_SEND
    await _try(manager, scenario)
