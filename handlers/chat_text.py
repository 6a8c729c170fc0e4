"""What is said as a message of Telegram: its HTML, in which words are escaped once and here only."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from wording.lines import Fold, Headline, Mark, Run, Said, TextLine, TextTable


def in_chat(said: Said) -> Markup:
    """A whole message."""
    return _joined(map(_part, said))


def fold_in_chat(fold: Fold) -> Markup:
    """Lines that are folded until somebody taps them."""
    return Markup("<blockquote expandable>{}</blockquote>").format(_joined(map(_part, fold.parts)))


def _part(part: Headline | TextLine | TextTable | Fold) -> Markup:
    match part:
        case Headline(line):
            return _line(line)
        case TextLine():
            return _line(part)
        case TextTable(_, rows):
            return _joined(_line(row.sentence) for row in rows)
        case Fold():
            return fold_in_chat(part)


def _line(line: TextLine) -> Markup:
    html = Markup()
    open_: tuple[Mark, ...] = ()
    for run in (*line.runs, Run("")):
        kept = _alike(open_, run.marks)
        html += Markup("").join(Markup(f"</{mark}>") for mark in reversed(open_[kept:]))  # noqa: S704 - a tag
        html += Markup("").join(Markup(f"<{mark}>") for mark in run.marks[kept:])  # noqa: S704 - a tag
        html += run.text
        open_ = run.marks
    return html


def _alike(these: Sequence[Mark], those: Sequence[Mark]) -> int:
    """How many of the outermost marks are the same."""
    differ = (place for place, (this, that) in enumerate(zip(these, those, strict=False)) if this is not that)
    return next(differ, min(len(these), len(those)))


def _joined(lines: Iterable[Markup]) -> Markup:
    return Markup("\n").join(lines)
