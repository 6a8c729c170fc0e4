"""One person at one of their clinics: who acts, and what they can do there, by subject.

Everything is looked up inside the clinic: an id from a button that belongs to somebody else is not found.
Nothing is written before the unit of work it was opened with is committed.
"""

from fractions import Fraction

from clock import Clock
from metrics.monthly import Month
from services.access import Actor, NotFoundError
from services.channels import ClinicChannels
from services.clinics import Clinics, actor_of, plausible_checks
from services.decisions import Decisions
from services.months import Months
from services.offered_uploads import OfferedUpload, OfferedUploads
from services.people import Identity
from services.plans import Plans
from services.reminders.routine import Reminders
from services.segments import ClinicSegments, Segment
from services.uploads import ClinicUploads
from storage.repositories.accounts import Account, Accounts, StoredClinic
from storage.repositories.routines import asked_below
from storage.unit_of_work import UnitOfWork


class Workspace:
    """One person's view of one of their clinics, and of which clinics there are."""

    def __init__(
        self, accounts: Accounts, account: Account, clock: Clock, clinic_id: str | None = None
    ) -> None:
        self._accounts = accounts
        self._account = account
        self._clock = clock
        self._clinic_id = clinic_id or account.current

    @classmethod
    async def open(cls, unit: UnitOfWork, identity: Identity, language: str, clock: Clock) -> "Workspace":
        """The workspace of whoever is reached so; a new one, in `language`, at first contact."""
        accounts = Accounts(unit)
        account = await accounts.reached_by(identity) or accounts.create(identity, language, clock.now())
        if not account.clinics:
            currency = "RUB" if language == "ru" else "USD"
            accounts.add_clinic(account, name=None, currency=currency, now=clock.now())
        return cls(accounts, account, clock)

    @classmethod
    async def reached_by(cls, unit: UnitOfWork, identity: Identity, clock: Clock) -> "Workspace | None":
        """The workspace of whoever is reached so; None if they have none."""
        accounts = Accounts(unit)
        account = await accounts.reached_by(identity)
        return cls(accounts, account, clock) if account is not None and account.clinics else None

    @classmethod
    async def find(
        cls, unit: UnitOfWork, person: str, clock: Clock, clinic_id: str | None = None
    ) -> "Workspace | None":
        """The workspace of a person, at the clinic they look at or another one.

        None if they have none, had everything deleted, or have no such clinic (any more).
        """
        accounts = Accounts(unit)
        account = await accounts.find(person)
        if account is None or (clinic_id or account.current) not in account.clinics:
            return None
        return cls(accounts, account, clock, clinic_id)

    @property
    def unit(self) -> UnitOfWork:
        """The unit of work it was opened with."""
        return self._accounts.unit

    @property
    def clock(self) -> Clock:
        """What it takes the time from."""
        return self._clock

    @property
    def actor(self) -> Actor:
        """Who acts here, and as what."""
        return actor_of(self._account, self._clinic)

    @property
    def person(self) -> str:
        """Whose workspace it is, by our own id."""
        return self._account.person

    @property
    def language(self) -> str:
        """The language the person is spoken to in."""
        return self._account.language

    @property
    def clinic_id(self) -> str:
        """Id of the clinic this view is of."""
        return self._clinic_id

    @property
    def currency(self) -> str:
        """ISO code of the clinic's currency."""
        return self._clinic.currency

    @property
    def plausible_checks(self) -> tuple[Fraction, Fraction]:
        """Lowest and highest average check that is taken without asking."""
        return plausible_checks(self.currency)

    @property
    def clinic_name(self) -> str | None:
        """The clinic's name, if the owner gave one."""
        return self._clinic.name

    @property
    def clinics(self) -> Clinics:
        """This clinic and the person's others."""
        return Clinics(self.actor, self._accounts, self._account, self._clock)

    @property
    def segments(self) -> ClinicSegments:
        """What plans are made for, with the answers."""
        return ClinicSegments(self.actor, self._accounts, self._clinic, self._clock)

    @property
    def channels(self) -> ClinicChannels:
        """How new patients come."""
        return ClinicChannels(self.actor, self._accounts, self._clinic, self._clock)

    @property
    def plans(self) -> Plans:
        """What the answers come to, and what was adopted."""
        return Plans(
            self.actor,
            self._accounts,
            self._clinic,
            self._clock,
            segments=self.segments,
            channels=self.channels,
            months=self.months,
        )

    @property
    def months(self) -> Months:
        """The clinic's figures month by month."""
        return Months(self.actor, self.unit, self._clock)

    @property
    def reminders(self) -> Reminders:
        """When the person is asked for the clinic's months."""
        return Reminders(self.actor, self.unit, self.months, self._clock)

    @property
    def decisions(self) -> Decisions:
        """What is marked on the lines of the metrics."""
        return Decisions(self.actor, self.unit, self._clock)

    @property
    def offered_uploads(self) -> OfferedUploads:
        """Files on their way to be kept."""
        return OfferedUploads(self.actor, self.unit, self._clock)

    @property
    def uploads(self) -> ClinicUploads:
        """The visits that were kept."""
        return ClinicUploads(self.actor, self.unit, self._clock)

    def of_clinic(self, clinic_id: str) -> "Workspace":
        """The same person's view of another clinic, which stays the other one. Raises NotFoundError."""
        if clinic_id not in self._account.clinics:
            raise NotFoundError(clinic_id)
        return Workspace(self._accounts, self._account, self._clock, clinic_id)

    def of_segment(self, segment_id: str) -> "Workspace":
        """The same person's view of the clinic a segment belongs to. Raises NotFoundError."""
        for stored in self._account.clinics.values():
            if segment_id in stored.segments:
                return self.of_clinic(stored.id)
        raise NotFoundError(segment_id)

    def go_to_clinic(self, clinic_id: str) -> None:
        """Look at another clinic from now on. Raises NotFoundError."""
        if clinic_id not in self._account.clinics:
            raise NotFoundError(clinic_id)
        if clinic_id != self._account.current:
            self._accounts.set_current(self._account, self._account.clinics[clinic_id])
        self._clinic_id = clinic_id

    def go_to_segment(self, segment_id: str) -> Segment:
        """Look at the clinic of a segment from now on. Raises NotFoundError."""
        self.go_to_clinic(self.of_segment(segment_id).clinic_id)
        return self.segments.get(segment_id)

    async def go_to_upload(self, upload_id: str) -> OfferedUpload:
        """A file that was sent; the clinic it was sent to is shown from here on, until the update ends.

        Raises NotFoundError for an id that is nobody's or somebody else's.
        """
        for clinic_id in (self._clinic_id, *self._account.clinics):
            try:
                found = await self.of_clinic(clinic_id).offered_uploads.get(upload_id)
            except NotFoundError:
                continue
            self._clinic_id = clinic_id
            return found
        raise NotFoundError(upload_id)

    def add_clinic(self, name: str) -> None:
        """Make another clinic and look at it. Raises LimitReachedError."""
        self.go_to_clinic(self.clinics.add(name).id)

    def remove_clinic(self, clinic_id: str) -> None:
        """Remove one of several clinics; another one is looked at then.

        Raises NotFoundError, or ValueError for the only clinic.
        """
        self.clinics.remove(clinic_id)
        self._clinic_id = self._account.current

    def set_language(self, language: str) -> None:
        """Speak another language from now on."""
        self._accounts.set_language(self._account, language)

    async def asked_below(self, message_id: int) -> tuple[str, Month] | None:
        """The clinic and the month the person was asked for last, if it was below a message of the chat."""
        found = await asked_below(self.unit, self.person, message_id)
        return None if found is None else (found[0], Month.parse(found[1]))

    def forget(self) -> None:
        """Delete the person, with the clinics nobody else owns and all that is stored about either."""
        self._accounts.forget(self._account)

    @property
    def _clinic(self) -> StoredClinic:
        return self._account.clinics[self._clinic_id]
