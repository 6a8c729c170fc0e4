"""Everything that is stored of a person and their clinics, for them to take away: from a list of all tables.

Each table is either read by a part of the file or left out for a reason; a new one is neither until it is
written down here.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from services.access import Action
from services.workspace import Workspace
from storage.repositories.accounts import Account, Accounts, StoredClinic, StoredSegment
from storage.repositories.analyses import Analyses
from storage.repositories.kept_uploads import KeptUploads
from storage.repositories.months import StoredMonths
from storage.repositories.offered_uploads import OfferedUploadStore
from storage.repositories.team import Team
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Source:
    """What the parts of a clinic's file are read from."""

    workspace: Workspace
    accounts: Accounts
    clinic: StoredClinic

    @property
    def unit(self) -> UnitOfWork:
        return self.accounts.unit


@dataclass(frozen=True, slots=True)
class ExportPart:
    """One name in the file of a clinic, and the tables it tells all about."""

    name: str
    tables: frozenset[str]
    read: Callable[[_Source], Awaitable[object]]


class Export:
    """What one person can take away."""

    def __init__(self, workspace: Workspace) -> None:
        self.actor = workspace.actor
        self._workspace = workspace

    async def everything(self) -> dict[str, Any]:
        """All of it in plain types: their own clinics whole, of others only what they are there."""
        accounts = Accounts(self._workspace.unit)
        account = await accounts.find(self.actor.person)
        if account is None:
            return {}
        return {
            "language": account.language,
            "reached_by": [
                {"messenger": identity.messenger, "id": identity.external_id}
                for identity in await Team(accounts.unit).identities(account.person)
            ],
            "clinics": [await self._of_clinic(accounts, account, clinic_id) for clinic_id in account.clinics],
        }

    async def _of_clinic(self, accounts: Accounts, account: Account, clinic_id: str) -> dict[str, Any]:
        workspace, stored = self._workspace.of_clinic(clinic_id), account.clinics[clinic_id]
        about: dict[str, Any] = {"name": stored.name, "currency": stored.currency, "role": stored.role}
        if workspace.actor.may(Action.EXPORT):
            source = _Source(workspace, accounts, stored)
            about |= {part.name: await part.read(source) for part in PARTS}
        return about


async def _segments(source: _Source) -> object:
    return [await _segment(source.accounts, stored) for stored in source.clinic.segments.values()]


async def _segment(accounts: Accounts, stored: StoredSegment) -> dict[str, Any]:
    return {
        "kind": stored.kind,
        "name": stored.name,
        "plan_year": stored.plan_year,
        "answers": stored.answers,
        "channels": [
            {
                "id": channel.id,
                "name": channel.name,
                "kind": channel.kind,
                "new_patients": channel.new_patients,
                "cost_per_lead": channel.cost_per_lead and str(channel.cost_per_lead),
                "budget": channel.budget and str(channel.budget),
            }
            for channel in (await accounts.channels(stored)).values()
        ],
        "plans": [
            {
                "plan_year": plan.plan_year,
                "scenario": plan.scenario,
                "patients": plan.patients,
                "leads": plan.leads,
                "adopted_at": plan.adopted_at.isoformat(),
            }
            for plan in (await accounts.plans(stored)).values()
        ],
    }


async def _self_check(source: _Source) -> object:
    return await source.accounts.self_check(source.clinic)


async def _months(source: _Source) -> object:
    return await source.workspace.months.everything()


async def _complete_months(source: _Source) -> object:
    return sorted(await StoredMonths(source.unit, source.clinic.id).entered())


async def _year_plans(source: _Source) -> object:
    return await StoredMonths(source.unit, source.clinic.id).year_plans()


async def _reminders(source: _Source) -> object:
    return await source.workspace.reminders.everything()


async def _files_sent(source: _Source) -> object:
    return [
        {"size": offered.size, "answers": json.loads(offered.answers), "offers": json.loads(offered.offers)}
        for offered in await OfferedUploadStore(source.unit, source.clinic.id).all()
    ]


async def _decisions(source: _Source) -> object:
    return [
        {"day": decision.day.isoformat(), "text": decision.text}
        for decision in await source.workspace.decisions.listed()
    ]


async def _uploads(source: _Source) -> object:
    return [
        {
            "kept_at": made.kept_at.isoformat(),
            "first_day": made.first_day.isoformat(),
            "last_day": made.last_day.isoformat(),
            "rows": made.rows,
            "patients": made.patients,
            "turnover": None if made.turnover is None else str(Decimal(made.turnover) / 100),
            "by_branch": json.loads(made.coverage)["branches"],
            "undone_at": made.undone_at and made.undone_at.isoformat(),
        }
        for made in await KeptUploads(source.unit, source.clinic.id).listed()
    ]


async def _columns(source: _Source) -> object:
    remembered = await KeptUploads(source.unit, source.clinic.id).all_remembered()
    return {shape: json.loads(answers) for shape, answers in remembered.items()}


async def _analyses(source: _Source) -> object:
    keys, found = await KeptUploads(source.unit, source.clinic.id).keys(), []
    for made in await Analyses(source.unit, source.clinic.id).all():
        outlook = None if made.outlook is None else keys.open(made.outlook, "outlook", made.id)
        found.append(
            {
                "made_at": made.made_at.isoformat(),
                "selection": json.loads(keys.open(made.selection, "selection", made.id)),
                "analysis": json.loads(keys.open(made.analysis, "analysis", made.id)),
                "outlook": outlook and json.loads(outlook),
            }
        )
    return found


async def _members(source: _Source) -> object:
    return [
        {
            "role": member.role,
            "since": member.since.isoformat(),
            "is_you": member.person == source.workspace.person,
        }
        for member in await Team(source.unit).members(source.clinic.id)
    ]


async def _links(source: _Source) -> object:
    return [
        {
            "purpose": link.purpose,
            "subject": link.subject,
            "made_at": link.made_at.isoformat(),
            "expires_at": link.expires_at.isoformat(),
            "used_at": link.used_at and link.used_at.isoformat(),
            "withdrawn_at": link.withdrawn_at and link.withdrawn_at.isoformat(),
        }
        for link in await Team(source.unit).links(source.clinic.id)
    ]


PARTS: Final = (
    ExportPart("segments", frozenset({"segments", "answers", "channels", "plans"}), _segments),
    ExportPart("self_check", frozenset({"self_checks"}), _self_check),
    ExportPart("months", frozenset({"month_facts"}), _months),
    ExportPart("complete_months", frozenset({"months"}), _complete_months),
    ExportPart("year_plans", frozenset({"year_plans"}), _year_plans),
    ExportPart("reminders", frozenset({"routines", "reminders"}), _reminders),
    ExportPart("files_sent", frozenset({"offered_uploads"}), _files_sent),
    ExportPart("decisions", frozenset({"decisions"}), _decisions),
    ExportPart("uploads", frozenset({"kept_uploads"}), _uploads),
    ExportPart("answers_about_columns", frozenset({"mappings"}), _columns),
    ExportPart("analyses", frozenset({"analyses"}), _analyses),
    ExportPart("members", frozenset({"members"}), _members),
    ExportPart("links", frozenset({"tokens"}), _links),
)
"""What the file tells of each clinic."""

ABOUT_THE_PERSON: Final = frozenset({"people", "identities", "clinics"})
"""Tables the head of the file tells about."""

LEFT_OUT: Final[Mapping[str, str]] = {
    "clinic_keys": "the keys of the clinic's uploads, sealed; whoever has them could undo the pseudonyms",
    "master_keys": "of the whole program, names nobody",
    "kept_upload_parts": "the visits themselves: they follow as tables, there may be a million",
    "pictures": "which message of the chat is redrawn",
    "conversation_state": "which window of the chat is open",
    "chats": "who has blocked the bot",
    "tasks": "what is being done this moment",
    "seen": "numbers of updates of the last two days",
    "parked": "updates that failed, for the operator, until they are repeated",
}
"""Tables that are in no part, and why."""
