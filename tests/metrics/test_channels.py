"""The plan divided over channels."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.channels import Channel, ChannelKind, channel_plan
from tests.metrics.vectors import VECTORS

THIRTY = Fraction(3, 10)


def marketing(
    name: str, new_patients: int, cost_per_lead: Fraction | None = None, budget: Fraction | None = None
) -> Channel:
    return Channel(
        name=name,
        kind=ChannelKind.MARKETING,
        new_patients=new_patients,
        cost_per_lead=cost_per_lead,
        budget=budget,
    )


REFERRALS = Channel(name="Рекомендации", kind=ChannelKind.NATURAL, new_patients=462)


def test_marketing_channels_share_the_plan_as_they_shared_last_year() -> None:
    plan = channel_plan(444, [marketing("Соцсети", 30), REFERRALS, marketing("Карты", 50)], conversion=THIRTY)
    assert [(target.channel.name, target.patients) for target in plan.targets] == [
        ("Карты", 278),
        ("Соцсети", 166),
    ]
    assert plan.targets[0].share == Fraction(5, 8)
    assert plan.natural == (REFERRALS,)


def test_a_channel_of_28_patients_needs_94_leads() -> None:
    target = channel_plan(28, [marketing("Генератор трафика 2", 1)], conversion=THIRTY).targets[0]
    assert target.leads == VECTORS["article"]["ch28_leads"]
    assert sum(target.monthly_patients) == 28
    assert sum(target.monthly_leads) == 94


def test_money_follows_from_the_cost_per_lead() -> None:
    plan = channel_plan(
        30,
        [marketing("Контекст", 1, cost_per_lead=Fraction(1500))],
        conversion=THIRTY,
        turnover=Fraction(3_000_000),
    )
    target = plan.targets[0]
    # 100 leads · 1 500 = 150 000; 5 % of the turnover; 5 000 for a new patient
    assert (target.leads, target.budget, target.cost_of_patient) == (100, Fraction(150_000), Fraction(5000))
    assert target.budget_of_turnover == Fraction(5, 100)
    assert (plan.budget, plan.cost_of_patient, plan.budget_is_partial) == (
        Fraction(150_000),
        Fraction(5000),
        False,
    )


def test_a_given_budget_tells_what_a_lead_may_cost() -> None:
    target = channel_plan(30, [marketing("Карты", 1, budget=Fraction(200_000))], conversion=THIRTY).targets[0]
    assert target.cost_per_lead == 2000


def test_unknown_money_is_left_out_and_the_sum_marked_partial() -> None:
    plan = channel_plan(
        10, [marketing("Карты", 1, budget=Fraction(1000)), marketing("Соцсети", 1)], conversion=Fraction(1)
    )
    assert (plan.budget, plan.budget_is_partial, plan.cost_of_patient) == (Fraction(1000), True, None)


def test_new_channels_share_evenly() -> None:
    plan = channel_plan(5, [marketing("А", 0), marketing("Б", 0)], conversion=Fraction(1))
    assert [target.patients for target in plan.targets] == [3, 2]


@pytest.mark.parametrize("conversion", [Fraction(0), Fraction(-1), Fraction(11, 10)])
def test_an_impossible_conversion_is_refused(conversion: Fraction) -> None:
    with pytest.raises(ValueError, match="conversion"):
        channel_plan(1, [marketing("А", 1)], conversion=conversion)


def test_a_plan_without_marketing_channels_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        channel_plan(10, [REFERRALS], conversion=THIRTY)


def test_negative_figures_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        marketing("А", -1)


@given(
    st.integers(0, 5000),
    st.lists(st.integers(0, 500), min_size=1, max_size=7),
    st.integers(1, 100),
    st.lists(st.integers(0, 9), min_size=12, max_size=12),
)
def test_the_table_sums_both_ways(plan: int, counts: list[int], percent: int, season: list[int]) -> None:
    channels = [marketing(str(index), count) for index, count in enumerate(counts)]
    result = channel_plan(plan, channels, conversion=Fraction(percent, 100), seasonality=season)
    assert sum(target.patients for target in result.targets) == plan
    assert sum(target.leads for target in result.targets) == result.leads
    for months, total in (
        ("monthly_patients", result.monthly_patients),
        ("monthly_leads", result.monthly_leads),
    ):
        rows = [getattr(target, months) for target in result.targets]
        assert tuple(map(sum, zip(*rows, strict=True))) == total
    assert sum(result.monthly_patients) == plan
