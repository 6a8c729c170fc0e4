"""What a person is told when the bot gives up on something they asked for."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from handlers.privacy.visits import VISITS
from handlers.results.analysis.orders import ANALYSIS
from handlers.results.pictures import PICTURE
from handlers.results.workbooks import WORKBOOK
from handlers.transport.people import identity_of
from handlers.upload.orders import FILE, LARGE_FILE
from locales.texts import Texts, pick_language
from services.people import Languages

SENTENCES: Final[Mapping[str, str]] = {
    PICTURE: "chart-failed",
    WORKBOOK: "excel-failed",
    FILE: "upload-failed",
    LARGE_FILE: "upload-failed",
    ANALYSIS: "product-failed",
    VISITS: "export_visits-failed",
}
"""By kind of job; of an update, one says that the entry was kept."""


def parked_words(languages: Languages, texts: Texts) -> Callable[[str, int, str | None], Awaitable[str]]:
    """Makes the sentence from the kind of a task and its person's account, in the language they chose."""

    async def words(kind: str, account: int, language_code: str | None) -> str:
        language = await languages.of(identity_of(account)) or pick_language(language_code)
        return texts.language(language)(SENTENCES.get(kind, "kept"))

    return words
