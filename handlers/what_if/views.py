"""What the what-if conversation shows: было → стало (Δ)."""

from collections.abc import Iterator
from typing import Any

from aiogram_dialog import DialogManager

from handlers.doubts import doubt_view
from handlers.session import Session, session_of
from handlers.window import Button, View, column, columns
from locales.texts import Speaker
from locales.writing import Writer
from metrics.encoding import from_plain
from metrics.estimate import Estimate
from metrics.funnel import AS_IT_IS, Forecast, Scenario, WholePatients
from services.segments import Segment
from services.what_if import BOUNDS, SHARES_OF_LEVERS, Lever, available, current
from wording.figures import subject

GROWTH_BUTTONS = (0, 10, 20)


def tried(manager: DialogManager) -> tuple[Segment, Scenario]:
    """The segment things are tried on, and the scenario tried so far, at first the one that is its plan."""
    start: dict[str, Any] = manager.start_data  # type: ignore[assignment]
    segment = session_of(manager).workspace.segments.get(start["segment"])
    return segment, from_plain(Scenario, manager.dialog_data.get("scenario", start["adopted"]))


def adopted(manager: DialogManager) -> Scenario:
    """The scenario that is the plan now."""
    start: dict[str, Any] = manager.start_data  # type: ignore[assignment]
    return from_plain(Scenario, start["adopted"])


async def trying(manager: DialogManager) -> View:
    """The plan as it is beside the plan as it would be, and the levers."""
    session = session_of(manager)
    segment, scenario = tried(manager)
    speak = session.speak
    before, after = segment.forecast(), segment.forecast(scenario)
    lines = [speak("what_if", subject=subject(speak, segment, session.workspace.clinic_name)), ""]
    lines += comparison(session, before, after)
    is_plan = scenario == adopted(manager)
    if is_plan:
        lines += ["", speak("what_if-hint" if scenario == AS_IT_IS else "what_if-is_plan")]
    levers = [lever for lever in available(before) if lever is not Lever.GROWTH]
    rows = [
        *columns([Button(lever, speak.plain(f"what_if-button-{lever}")) for lever in levers], 2),
        tuple(
            Button(f"growth:{percent}", speak.plain(f"what_if-button-growth-{percent}"))
            for percent in GROWTH_BUTTONS
        ),
        (Button("type", speak.plain("what_if-button-type")),),
    ]
    endings = {"reset": scenario != AS_IT_IS, "adopt": not is_plan}
    rows += columns(
        [Button(name, speak.plain(f"what_if-button-{name}")) for name, fits in endings.items() if fits], 2
    )
    rows.append((Button("done", speak.plain("what_if-button-done")),))
    return View("\n".join(lines), rows)


def comparison(session: Session, before: Forecast, after: Forecast) -> Iterator[str]:
    """Every figure that matters, было → стало (Δ); only the value where nothing changed."""
    speak, write = session.speak, session.write
    lines = (
        ("plan", _plans(write, before, after)),
        ("leads", _counts(write, before.leads, after.leads)),
        ("churn", _points(speak, write, before.churn, after.churn)),
        ("referrals", _referrals(write, before.whole, after.whole)),
        ("conversion", _points(speak, write, before.conversion, after.conversion)),
        ("check", _money(write, before.average_check, after.average_check)),
        ("growth", _growth(speak, write, before, after)),
    )
    for name, compared in lines:
        if compared is None:
            continue
        old, new, delta = compared
        key = "what_if-line-same" if old == new else "what_if-line"
        yield speak(
            key,
            name=speak(f"what_if-{name}"),
            before=old,
            after=new,
            delta=speak("what_if-delta", delta=delta) if delta else "",
        )


Compared = tuple[str, str, str]


def _plans(write: Writer, before: Forecast, after: Forecast) -> Compared | None:
    if before.whole is None or after.whole is None:
        return None
    return _counts(write, before.whole.plan, after.whole.plan)


def _referrals(write: Writer, before: WholePatients | None, after: WholePatients | None) -> Compared | None:
    if before is None or after is None:
        return None
    return _counts(write, before.referrals, after.referrals)


def _counts(write: Writer, before: int | None, after: int | None) -> Compared | None:
    if before is None or after is None:
        return None
    return write.count(before), write.count(after), write.count(after - before, signed=True)


def _money(write: Writer, before: Estimate | None, after: Estimate | None) -> Compared | None:
    if before is None or after is None:
        return None
    change = after.value - before.value
    return write.money(before.value), write.money(after.value), write.money(change, signed=True)


def _points(
    speak: Speaker, write: Writer, before: Estimate | None, after: Estimate | None
) -> Compared | None:
    if before is None or after is None:
        return None
    points = write.decimal((after.value - before.value) * 100, places=1, signed=True)
    return (
        write.share(before.value, places=1),
        write.share(after.value, places=1),
        speak("what_if-points", points=points),
    )


def _growth(speak: Speaker, write: Writer, before: Forecast, after: Forecast) -> Compared:
    old = current(before.scenario, Lever.GROWTH, before)
    new = current(after.scenario, Lever.GROWTH, before)
    points = write.decimal((new - old) * 100, places=1, signed=True)
    return write.share(old, places=1), write.share(new, places=1), speak("what_if-points", points=points)


async def choosing(manager: DialogManager) -> View:
    """Which lever to type a number for."""
    speak = session_of(manager).speak
    segment, _ = tried(manager)
    levers = [Button(lever, speak.plain(f"what_if-{lever}")) for lever in available(segment.forecast())]
    back = Button("back", speak.plain("back"))
    return View(speak("what_if-choose"), (*columns(levers, 2), (back,)))


def lever_of(manager: DialogManager) -> Lever:
    """The lever a number is typed for."""
    return Lever(manager.dialog_data["lever"])


async def doubting(manager: DialogManager) -> View:
    """A number that can be read in several ways."""
    session, lever = session_of(manager), lever_of(manager)
    is_change = lever not in SHARES_OF_LEVERS

    def write(estimate: Estimate) -> str:
        return session.write.share(estimate.value, places=1, signed=is_change and estimate.value != 0)

    return doubt_view(manager, session, lever, write)


async def typing(manager: DialogManager) -> View:
    """The prompt for a typed number."""
    speak = session_of(manager).speak
    lever = manager.dialog_data["lever"]
    return View(speak(f"what_if-type-{lever}"), column([Button("back", speak.plain("back"))]))


def bounds_text(session: Session, lever: Lever) -> str:
    """What may be typed for a lever."""
    bounds = BOUNDS[lever]
    write = session.write
    return session.speak("what_if-out_of_range", low=write.share(bounds.low), high=write.share(bounds.high))
