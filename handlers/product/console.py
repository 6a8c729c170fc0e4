"""A file's product metrics in a terminal: text for a person, JSON and charts for a script."""

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from secrets import token_bytes
from typing import TYPE_CHECKING

from charts.analysis import AnalysisPicture, PictureReader, picture_of
from charts.requests import Decision
from datasets.orders import ReckoningOrder, WantedReckoning
from handlers.console import FROM_DISK, PATIENT
from locales.texts import Speaker, Texts
from locales.writing import Writer
from metrics.analysis import Analysis
from metrics.encoding import to_json
from metrics.measures import Absent
from metrics.steering import Block
from metrics.visits import Visits
from spreadsheets.refusals import FileRefusedError
from wording.lines import words
from wording.product import OutlookText, ProductText
from wording.upload import refusal_text

if TYPE_CHECKING:
    from files.child import FileRead


def print_analysis(options: argparse.Namespace) -> int:
    """Read a file, print what it says of the clinic, write the tables and charts; returns the exit code."""
    speak, write = Texts.load().language(options.language), Writer(options.language)
    try:
        read = asyncio.run(read_visits(options))
    except FileRefusedError as refused:
        print(refusal_text(speak, refused.refusal), file=sys.stderr)
        return 1
    decisions = [Decision(day, text) for day, text in sorted(options.decision)]
    analysis = analysed(read, options.as_of, decisions)
    print(_text(speak, write, analysis))
    if options.json:
        options.json.write_text(_tables(analysis, decisions), encoding="utf-8")
    if options.charts:
        _draw_all(analysis, decisions, options, speak)
    return 0


async def read_visits(options: argparse.Namespace) -> "FileRead":
    """The file of the options through a process like the bot's. Raises FileRefusedError."""
    from files.child import FileReader

    reader, content = FileReader(), options.file.read_bytes()
    try:
        return await reader.read(
            content, options.mapping, key=token_bytes(32), limits=FROM_DISK, budget=PATIENT
        )
    finally:
        await reader.close()


def analysed(read: "FileRead", as_of: date | None, decisions: Sequence[Decision]) -> Analysis:
    """The analysis of a file as of a day, by default its newest visit."""
    from datasets.packing import unpack
    from datasets.reckoning import analysis, outlook_report

    visits = Visits.from_frame(unpack(read.rows))
    day = as_of or visits.last_day or date.today()  # noqa: DTZ011 - only for a file without a dated row
    order = ReckoningOrder(
        WantedReckoning.ANALYSIS, day, decisions=tuple(decision.day for decision in decisions)
    )
    return replace(analysis(order, visits), outlook=outlook_report(order, visits))


def _text(speak: Speaker, write: Writer, analysis: Analysis) -> str:
    text = ProductText(speak, write, analysis, analysis.findings)
    if not text.is_shown:
        return words(text.too_few())
    parts = [text.summary(), text.advice()]
    parts += [text.block(block) for block in Block]
    if analysis.outlook is not None:
        parts.append(OutlookText(speak, write, analysis.outlook).said())
    return "\n\n".join(map(words, parts))


def _tables(analysis: Analysis, decisions: Sequence[Decision]) -> str:
    """The analysis with all its tables, and the decisions by their words."""
    everything = {
        "analysis": json.loads(analysis.to_json()),
        "decisions": json.loads(to_json(tuple(decisions))),
    }
    return json.dumps(everything, ensure_ascii=False, indent=2)


def _draw_all(
    analysis: Analysis, decisions: Sequence[Decision], options: argparse.Namespace, speak: Speaker
) -> None:
    """Write every picture there is into the folder; say which there is none of, and why."""
    from charts.drawing import draw

    options.charts.mkdir(parents=True, exist_ok=True)
    for picture in AnalysisPicture:
        request = picture_of(analysis, picture, PictureReader(options.language), decisions)
        if isinstance(request, Absent):
            name, reason = speak.plain(f"product-chart-{picture}"), speak.plain(f"absent-{request}")
            print(speak.plain("product-chart-absent", name=name, reason=reason), file=sys.stderr)
        else:
            (options.charts / f"{picture}.png").write_bytes(draw(request))
