"""Texts for the workbooks the bot writes, read once in a process."""

from functools import cache

from locales.texts import Speaker, Texts


@cache
def texts() -> Texts:
    """The texts of all languages."""
    return Texts.load()


def speaker(language: str) -> Speaker:
    """The texts of a language."""
    return texts().language(language)
