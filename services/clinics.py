"""The clinics of one person: their names and currencies, another one, one less."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clock import Clock
from services.access import Action, Actor, NotFoundError, Role, needs
from services.limits import MOST_CLINICS, Limit, LimitReachedError
from storage.repositories.accounts import Account, Accounts, StoredClinic

PLAUSIBLE_CHECK: Mapping[str, tuple[int, int]] = {
    "RUB": (500, 500_000),
    "USD": (5, 500_000),
    "EUR": (5, 500_000),
    "GBP": (5, 500_000),
    "KZT": (2_500, 2_500_000),
    "BYN": (15, 500_000),
    "UZS": (60_000, 60_000_000),
    "AMD": (2_000, 2_000_000),
}
"""Average check per patient and year, lowest and highest; outside it the owner is asked «тысячи или рубли?».

The ruble's bounds are the product's definition; the others rule out only what no clinic can have. Currencies
not listed are not asked about.
"""


@dataclass(frozen=True, slots=True)
class Clinic:
    """One of a person's clinics; name is None while the owner gave none."""

    id: str
    name: str | None


def plausible_checks(currency: str) -> tuple[Fraction, Fraction]:
    """Lowest and highest average check in a currency that is taken without asking."""
    lowest, highest = PLAUSIBLE_CHECK.get(currency, (0, 10**15))
    return Fraction(lowest), Fraction(highest)


def actor_of(account: Account, clinic: StoredClinic) -> Actor:
    """A person in their role at one of their clinics."""
    return Actor(account.person, clinic.id, Role(clinic.role))


class Clinics:
    """What a person does with the clinic they look at, and with their clinics together."""

    def __init__(self, actor: Actor, accounts: Accounts, account: Account, clock: Clock) -> None:
        self.actor = actor
        self._accounts = accounts
        self._account = account
        self._clock = clock

    def listed(self) -> tuple[Clinic, ...]:
        """All clinics of the person, in the order they were made."""
        return tuple(Clinic(stored.id, stored.name) for stored in self._account.clinics.values())

    def add(self, name: str) -> Clinic:
        """Make another clinic of the person, in the currency of this one. Raises LimitReachedError."""
        if len(self._account.clinics) >= MOST_CLINICS:
            raise LimitReachedError(Limit.CLINICS)
        added = self._accounts.add_clinic(
            self._account, name=name, currency=self._clinic.currency, now=self._clock.now()
        )
        return Clinic(added.id, added.name)

    def remove(self, clinic_id: str) -> None:
        """Remove one of several clinics with everything entered for it; if it was looked at, the first of the
        others is from now on.

        Raises NotFoundError, or ValueError for the only clinic: it goes with the person's account.
        """
        stored = self._account.clinics.get(clinic_id)
        if stored is None:
            raise NotFoundError(clinic_id)
        actor_of(self._account, stored).ensure(Action.REMOVE_CLINIC)
        if len(self._account.clinics) == 1:
            raise ValueError("the only clinic goes with the account")
        self._accounts.remove_clinic(self._account, stored)

    @needs(Action.CHANGE_CLINIC)
    def rename(self, name: str | None) -> None:
        """Give the clinic a name, or take it away."""
        self._accounts.set_clinic(self._clinic, name=name, currency=self._clinic.currency)

    @needs(Action.CHANGE_CLINIC)
    def set_currency(self, currency: str) -> None:
        """Change the sign of money; the figures stay as they were typed."""
        self._accounts.set_clinic(self._clinic, name=self._clinic.name, currency=currency)

    @needs(Action.CHANGE_CLINIC)
    def keep_self_check(self, given: Sequence[bool]) -> None:
        """Keep the latest self-check."""
        self._accounts.save_self_check(self._clinic, given, self._clock.now())

    @property
    def _clinic(self) -> StoredClinic:
        return self._account.clinics[self.actor.clinic]
