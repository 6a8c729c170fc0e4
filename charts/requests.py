"""What can be asked of a chart worker: plain data that travels between processes, without any drawing."""

from dataclasses import dataclass
from fractions import Fraction

from metrics.channels import ChannelPlan
from metrics.funnel import Forecast, WholePatients


@dataclass(frozen=True, slots=True)
class BridgeChart:
    """How the plan of new patients comes about: lost + growth − referrals = plan.

    plan_year: the year the plan is for. language: one of `locales.texts.LANGUAGES`. subject: the segment the
    forecast is of, by the name its owner gave; `None` for the whole clinic. before: the forecast to compare
    with («было → стало»), in which case every changed bar carries its difference.
    Raises ValueError if a forecast lacks inputs: then there is no bridge to draw.
    """

    forecast: Forecast
    plan_year: int
    language: str
    subject: str | None = None
    before: Forecast | None = None

    def __post_init__(self) -> None:
        _whole(self.forecast)
        if self.before is not None:
            _whole(self.before)

    @property
    def whole(self) -> WholePatients:
        """The bridge to draw, in whole patients."""
        return _whole(self.forecast)

    @property
    def whole_before(self) -> WholePatients | None:
        """The bridge to compare with, in whole patients."""
        return None if self.before is None else _whole(self.before)


@dataclass(frozen=True, slots=True)
class ChannelsChart:
    """The plan by acquisition channel: sorted bars, patients and leads per month.

    conversion: share of leads that start treatment, 0..1. plan_year, language: as in `BridgeChart`.
    Raises ValueError if the plan has no marketing channel.
    """

    plan: ChannelPlan
    conversion: Fraction
    plan_year: int
    language: str

    def __post_init__(self) -> None:
        if not self.plan.targets:
            raise ValueError("a plan without a marketing channel has no bars")


ChartRequest = BridgeChart | ChannelsChart


def _whole(forecast: Forecast) -> WholePatients:
    if forecast.whole is None:
        raise ValueError("a forecast without whole patients has no bridge")
    return forecast.whole
