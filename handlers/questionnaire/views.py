"""What the questionnaire shows."""

from collections.abc import Iterator

from aiogram_dialog import DialogManager

from handlers.doubts import doubt_view
from handlers.places.questionnaire import segment_of
from handlers.session import Session, session_of
from handlers.window import Button, View, column, columns
from metrics.estimate import Estimate
from metrics.funnel import Figure
from services.answers import AVERAGE_CHECK, Answer, AnswerWord, number, patients_from_check, year_figures
from services.questionnaire import (
    BY_NAME,
    NUMBERED,
    YearQuestion,
    contradictions_of,
    preceding,
    sequence,
)
from services.segments import Segment
from wording.figures import (
    figure_name,
    subject,
    write_answer,
    write_estimate,
    write_period,
    write_refusal,
    years,
)


def current_question(manager: DialogManager) -> YearQuestion:
    """The question being asked."""
    start: dict[str, str] = manager.start_data  # type: ignore[assignment]
    return BY_NAME[manager.dialog_data.get("question") or start["question"]]


def is_revising(manager: DialogManager) -> bool:
    """Whether the question was opened by its pencil on the card."""
    return bool(manager.dialog_data.get("editing"))


async def asking(manager: DialogManager) -> View:
    """One question with its buttons."""
    session, segment, question = session_of(manager), segment_of(manager), current_question(manager)
    editing = is_revising(manager)
    typing = bool(manager.dialog_data.get("typing"))
    before = preceding_name(segment, question)
    answered = manager.dialog_data.get("answered") or before
    lines = [] if editing else list(_acknowledgement(session, segment, answered))
    prompt = _prompt(session, segment, question, typing=typing)
    counter = "" if editing else _counter(session, question)
    lines.append(f"{counter} {prompt}".strip())
    rows = [] if typing else list(_choices(session, question))
    back = "menu" if before is None and not editing and not typing else "back"
    rows.append((Button("back", session.speak.plain(back)),))
    return View("\n\n".join(lines), rows)


def preceding_name(segment: Segment, question: YearQuestion) -> str | None:
    """The name of the question before, or None at the first and at one that comes up by itself."""
    if not question.asked(segment.answers):
        return None
    before = preceding(question.name, segment.answers)
    return before.name if before else None


def _counter(session: Session, question: YearQuestion) -> str:
    if question.name not in NUMBERED:
        return ""
    return session.speak("counter", position=NUMBERED.index(question.name) + 1, total=len(NUMBERED))


def _prompt(session: Session, segment: Segment, question: YearQuestion, *, typing: bool) -> str:
    key = f"question-{question.name}"
    if typing:
        key += "-other"
    elif question.name == Figure.PATIENTS and segment.plan_year > session.clock.now().year:
        key += "-running"
    figures = year_figures(segment.answers)
    people = {
        name: int(estimate.value) if estimate else 0
        for name, estimate in (("patients", figures.patients), ("new", figures.new_patients))
    }
    return session.speak(key, **years(segment), **people)


def _choices(session: Session, question: YearQuestion) -> Iterator[tuple[Button, ...]]:
    buttons = [
        Button(f"{question.name}:{choice.id}", _choice_label(session, question, choice.id))
        for choice in question.choices
    ]
    told = [button for button in buttons if not button.id.endswith(f":{AnswerWord.UNKNOWN}")]
    yield from columns(told, 4)
    yield from column(button for button in buttons if button not in told)


def _choice_label(session: Session, question: YearQuestion, choice: str) -> str:
    if choice == AnswerWord.UNKNOWN and question.name not in (Figure.CONVERSION, Figure.GROWTH):
        return session.speak.plain("unknown")
    return session.speak.plain(f"question-{question.name}.choice-{choice}")


def _acknowledgement(session: Session, segment: Segment, answered: str | None) -> Iterator[str]:
    """A line that says how the answer just given was understood."""
    if answered is None or answered not in segment.answers:
        return
    answer = segment.answers[answered]
    if answer.word is not None:
        yield _acknowledged_word(session, answered, answer)
    elif answer.estimate is not None:
        value = write_answer(session.speak, session.write, answered, segment.answers)
        yield _acknowledged_number(session, segment, answered, value)


def _acknowledged_word(session: Session, name: str, answer: Answer) -> str:
    if name == Figure.REFERRALS:
        return session.speak(f"ack-word-{answer.word}")
    return session.speak("ack-conversion-unknown" if name == Figure.CONVERSION else "ack-unknown")


def _acknowledged_number(session: Session, segment: Segment, name: str, value: str) -> str:
    speak, write, answers = session.speak, session.write, segment.answers
    patients = number(answers, Figure.PATIENTS)
    if name == Figure.PREVIOUS_PATIENTS and patients and answers[name].estimate:
        previous = number(answers, name)
        if previous and previous.value:
            change = patients.value / previous.value - 1
            way = "grew" if change > 0 else "shrank" if change < 0 else "same"
            return speak(f"ack-previous_patients-{way}", value=value, change=write.share(abs(change)))
    if name == Figure.TURNOVER and patients and patients.value:
        turnover = number(answers, name)
        if turnover:
            check = write.money(turnover.value / patients.value)
            return speak("ack-turnover-check", value=value, check=check)
    if name == AVERAGE_CHECK and (found := patients_from_check(answers)):
        return speak("ack-average_check-patients", value=value, patients=write.count(found.value))
    if name == Figure.CONVERSION:
        return speak("ack-conversion", value=value)
    return speak("ack-number", value=value)


async def doubting(manager: DialogManager) -> View:
    """An answer that may be meant otherwise, with the ways to take it."""
    session, question = session_of(manager), current_question(manager)

    def write(estimate: Estimate) -> str:
        return write_estimate(session.speak, session.write, question.name, estimate)

    return doubt_view(manager, session, question.name, write)


async def card(manager: DialogManager) -> View:
    """All answers on one card, each with its pencil."""
    session, segment = session_of(manager), segment_of(manager)
    speak, write, answers = session.speak, session.write, segment.answers
    names = [question.name for question in sequence(answers)] + [Figure.RETURNED_PATIENTS]
    lines: list[str] = [speak("card", subject=subject(speak, segment, session.workspace.clinic_name))]
    lines += [
        speak(
            "card-line-counted" if (given := answers.get(name)) and given.counted else "card-line",
            name=figure_name(speak, name, segment),
            value=write_answer(speak, write, name, answers),
        )
        for name in names
    ]
    lines += _sources(session, segment)
    lines += _warnings(session, segment)
    pencils = [
        Button(f"edit:{name}", speak.plain("card-edit", name=figure_name(speak, name, segment)))
        for name in names
    ]
    rows = [
        (Button("calculate", speak.plain("card-calculate")),),
        *columns(pencils, 2),
        (
            Button("year", speak.plain("card-year", year=str(segment.plan_year))),
            Button("restart", speak.plain("card-restart")),
        ),
        (Button("menu", speak.plain("menu")),),
    ]
    return View("\n".join(lines), rows)


def _sources(session: Session, segment: Segment) -> Iterator[str]:
    """The days of the visits that figures were counted in, instead of typed."""
    periods = {answer.counted for answer in segment.answers.values() if answer.counted}
    for period in sorted(periods, key=lambda period: period.start):
        days = session.speak("upload-period", **write_period(session.write, period.start, period.end))
        yield "\n" + session.speak("card-counted", period=days)


def _warnings(session: Session, segment: Segment) -> Iterator[str]:
    speak, write = session.speak, session.write
    found = contradictions_of(segment.answers)
    for refused in found:
        yield "\n" + speak("card-contradiction", problem=write_refusal(speak, write, refused))
    if not found:
        figures = segment.figures.given()
        needed = (Figure.PATIENTS, Figure.PREVIOUS_PATIENTS, Figure.NEW_PATIENTS)
        missing = [figure_name(speak, name, segment) for name in needed if name not in figures]
        if missing:
            yield "\n" + speak("card-note-missing", name=", ".join(missing))


async def restarting(manager: DialogManager) -> View:
    """Asks before the answers go."""
    session, segment = session_of(manager), segment_of(manager)
    speak = session.speak
    count = len(segment.answers)
    return View(
        speak("restart-ask", count=count),
        column([Button("yes", speak.plain("restart-ask.yes")), Button("no", speak.plain("back"))]),
    )
