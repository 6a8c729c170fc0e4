"""From an order to a file."""

from locales.texts import Texts
from reports.making import TooFewPatientsError, make
from reports.model import Kind
from reports.orders import SUFFIXES, MadeReport, ReportFile, ReportOrder
from reports.pdf import pdf
from reports.slides import slides
from reports.workbook import workbook


def written(order: ReportOrder, texts: Texts) -> MadeReport | None:
    """The file that was ordered; None for a clinic of fewer than ten patients."""
    kind = Kind.MONTH if order.file is ReportFile.MONTH else Kind.YEAR
    try:
        report = make(order.results, kind, texts)
    except TooFewPatientsError:
        return None
    write = {ReportFile.SLIDES: slides, ReportFile.TABLES: workbook}.get(order.file, pdf)
    return MadeReport(write(report), SUFFIXES[order.file], report.summary)
