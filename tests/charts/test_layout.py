"""Texts find their room: wrapped, made smaller, at last shortened."""

import pytest

from charts.layout import balanced, fitted, shortened, wrapped
from charts.lettering import Style, drawable
from charts.palette import INK

STYLE = Style(36, INK)


def test_a_text_with_room_enough_stays_as_it_is() -> None:
    assert wrapped("План мар\u00adкетинга", STYLE, 1000, 2) == ("План маркетинга",)
    assert balanced("План маркетинга", STYLE, 1000) == (STYLE, ("План маркетинга",))
    assert shortened("План", STYLE, 1000) == "План"
    assert fitted(STYLE, ["План"], 1000) == STYLE
    assert fitted(STYLE, [], 1) == STYLE


def test_a_line_breaks_at_the_last_space_or_soft_hyphen_that_fits() -> None:
    assert wrapped("План мар\u00adкетинга", STYLE, STYLE.width("План мар-"), 2) == ("План мар-", "кетинга")
    assert wrapped("План закуп\u00adки", STYLE, STYLE.width("План зак"), 2) == ("План", "закупки")


def test_words_tied_by_a_hard_space_stay_together() -> None:
    assert wrapped("Ещё 3\u00a0канала", STYLE, STYLE.width("Ещё 3 кан"), 2) == ("Ещё", "3\u00a0канала")


def test_an_endless_word_breaks_anywhere_and_ends_in_an_ellipsis() -> None:
    first, second = wrapped("ш" * 50, STYLE, STYLE.width("ш" * 10), 2)
    assert first == "ш" * 10
    assert second.endswith("ш…")
    assert STYLE.width(second) <= STYLE.width("ш" * 10)


def test_a_title_breaks_into_halves_of_like_length() -> None:
    style, lines = balanced("Маркетингу нужно привести 444 пациента", STYLE, 500)
    assert (style, lines) == (STYLE, ("Маркетингу нужно", "привести 444 пациента"))


@pytest.mark.parametrize("text", ["Неделимое", "Два слова"])
def test_a_title_that_fits_no_way_gets_smaller(text: str) -> None:
    style, lines = balanced(text, STYLE, 60)
    assert style.size < STYLE.size
    assert all(style.width(line) <= 60.5 for line in lines)


def test_numbers_side_by_side_get_one_size() -> None:
    style = fitted(STYLE, ["7", "100 000 000"], 100)
    assert style.size == pytest.approx(STYLE.size * 100 / STYLE.width("100 000 000"))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Терапия", "Терапия"),
        ("  Терапия\n\tи\u00a0хирургия ", "Терапия и хирургия"),
        ("\u0439 и \u0438\u0306", "\u0439 и \u0439"),
        ("З\u0301\u0308\u0302уб", "З\u0301уб"),
        ("\u0301уб", "уб"),
        ("имя\u202e\u200b\u00ad\x00", "имя"),
        ("Клиника 🦷 №1", "Клиника №1"),
        ("诊所", ""),
        ("", ""),
        ("$x$ <b>", "$x$ <b>"),
    ],
)
def test_a_name_keeps_what_can_be_drawn(name: str, expected: str) -> None:
    assert drawable(name) == expected
