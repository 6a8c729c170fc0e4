"""Whoever reads or changes a clinic is asked for: every public use case, and every role at each of them."""

import ast
import importlib
import inspect
import pkgutil
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest

import services
from handlers.transport.people import identity_of
from services.access import PERMISSIONS, Action, Actor, NotAllowedError, NotFoundError, Role, action_of
from services.chat import KeptChat
from services.entrance import Entrance
from services.export import Export
from services.jobs import Jobs
from services.people import Addresses, Languages
from services.product import Product
from services.reminders.due import DueReminders
from services.segments import SegmentKind
from services.workspace import Workspace
from storage.database import Database
from storage.repositories.accounts import Accounts
from storage.unit_of_work import UnitOfWork
from tests.clock import FakeClock

FOR_NOBODY = {
    DueReminders: "a process that sends what owners have ordered, to all of them",
    Addresses: "how the transport reaches people; nothing of a clinic",
    Languages: "what people are spoken to in; nothing of a clinic",
    Entrance: "opens workspaces, which say whose they are",
    Jobs: "what a person has ordered; a job asks the actor when it runs",
    KeptChat: "pictures and taps of a chat; nothing of a clinic",
    Workspace: "opens use cases and says whose they are",
}
"""Classes that reach the database without an actor, and why."""
OF_ONESELF = {
    ("Clinics", "listed"): "which clinics a person has",
    ("Clinics", "add"): "a new clinic is one's own",
    ("Clinics", "remove"): "asks the actor at that clinic, which may be another one",
    ("Product", "of_analysis"): "looks for an id among one's own clinics",
    ("Product", "clinic_id"): "an id that was given",
    ("Export", "everything"): "of each clinic asks the actor there",
}
"""Use cases that no role is needed for, and why."""


def modules() -> list[ModuleType]:
    return [
        importlib.import_module(found.name) for found in pkgutil.walk_packages(services.__path__, "services.")
    ]


def defined(module: ModuleType, kind: Callable[[object], bool]) -> Iterator[Any]:
    """What a module offers to others and has not from elsewhere."""
    for name, member in vars(module).items():
        if not name.startswith("_") and kind(member) and member.__module__ == module.__name__:
            yield member


def reaches_storage(taken: object) -> bool:
    """Whether somebody who is given this can read or write the database."""
    return inspect.isclass(taken) and (
        taken in (UnitOfWork, Database, Workspace) or taken.__module__.startswith("storage.repositories")
    )


def parameters(function: Any) -> set[Any]:
    return {kind for name, kind in get_type_hints(function).items() if name != "return"}


def use_cases() -> list[type]:
    """Every class of the services that is given the database in any form."""
    return [
        cls
        for module in modules()
        for cls in defined(module, inspect.isclass)
        if not hasattr(cls, "__dataclass_fields__")
        and "__init__" in vars(cls)
        and any(map(reaches_storage, parameters(cls.__init__)))
        and cls not in FOR_NOBODY
    ]


def offered(cls: type) -> list[tuple[str, Any]]:
    """The public methods and properties of a class."""
    found = []
    for name, member in vars(cls).items():
        method = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        if not name.startswith("_") and inspect.isfunction(method):
            found.append((name, method))
    return found


def test_the_subjects_are_found() -> None:
    assert {cls.__name__ for cls in use_cases()} == {
        "ClinicChannels",
        "ClinicUploads",
        "Clinics",
        "Decisions",
        "Export",
        "Months",
        "Plans",
        "Product",
        "Reminders",
        "ClinicSegments",
        "OfferedUploads",
    }


@pytest.mark.parametrize("cls", use_cases(), ids=lambda cls: cls.__name__)
def test_every_use_case_takes_an_actor_and_says_what_it_does(cls: Any) -> None:
    assert {Actor, Workspace} & parameters(cls.__init__), "it does not say who acts"
    assert any(name == "actor" for name in attributes_set(cls))
    free = {name for name, method in offered(cls) if action_of(method) is None}
    assert free == {name for owner, name in OF_ONESELF if owner == cls.__name__}


def attributes_set(cls: type) -> set[str]:
    """What a class writes into itself when it is made."""
    tree = ast.parse(inspect.getsource(cls))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    }


FOR_THE_OPERATOR = {"usage": "how many use what, in numbers, without anybody's figures or names"}
"""Functions that read the whole database, and why."""


def test_no_function_goes_round_the_use_cases() -> None:
    for module in modules():
        for function in defined(module, inspect.isfunction):
            if function.__name__ in FOR_THE_OPERATOR:
                continue
            taken = set(filter(reaches_storage, parameters(function)))
            stored = {kind.__name__ for kind in taken if kind is not Workspace}
            # Rows are plain values: whoever has one has been allowed to.
            assert stored <= {"Account", "StoredClinic", "StoredChannel", "ClaimedReminder"}, function
            if Workspace in taken:
                assert ".unit" not in inspect.getsource(function), function


def test_a_role_may_what_its_line_says() -> None:
    assert set(PERMISSIONS) == set(Role)
    assert PERMISSIONS[Role.OWNER] == set(Action)
    assert set(Action) - PERMISSIONS[Role.MANAGER] == {Action.REMOVE_CLINIC, Action.EXPORT}
    assert not any(
        action.startswith(("enter", "change", "set", "remove")) for action in PERMISSIONS[Role.VIEWER]
    )
    for role in (Role.MARKETER, Role.DOCTOR, Role.FRONT_DESK):
        assert Action.SEE_FIGURES not in PERMISSIONS[role]


@pytest.fixture
async def unit(tmp_path: Path, empty_file: Path) -> AsyncIterator[UnitOfWork]:
    file = tmp_path / "access.sqlite3"
    shutil.copy(empty_file, file)
    database = await Database.open(f"sqlite:///{file}", clock=FakeClock())
    yield UnitOfWork(database)
    await database.close()


async def workspace_as(unit: UnitOfWork, role: Role) -> Workspace:
    """The workspace of somebody who is this in their only clinic."""
    workspace = await Workspace.open(unit, identity_of(1), "ru", FakeClock())
    account = await Accounts(unit).find(workspace.person)
    assert account is not None
    account.clinics[account.current].role = role
    return workspace


def subjects(workspace: Workspace) -> list[Any]:
    """Every use case of a workspace."""
    return [
        workspace.clinics,
        workspace.segments,
        workspace.channels,
        workspace.plans,
        workspace.months,
        workspace.reminders,
        workspace.decisions,
        workspace.offered_uploads,
        workspace.uploads,
        Product(workspace),
        Export(workspace),
    ]


@pytest.mark.parametrize("role", Role)
async def test_a_role_is_refused_all_that_is_not_in_its_line(unit: UnitOfWork, role: Role) -> None:
    workspace = await workspace_as(unit, role)
    assert {type(subject) for subject in subjects(workspace)} == set(use_cases())
    refused = 0
    for subject in subjects(workspace):
        for name, method in offered(type(subject)):
            action = action_of(method)
            if action is not None and action not in PERMISSIONS[role]:
                with pytest.raises(NotAllowedError):
                    getattr(subject, name)()
                refused += 1
    assert (refused == 0) == (role is Role.OWNER)


async def test_what_one_may_not_do_is_answered_like_what_is_not_there(unit: UnitOfWork) -> None:
    workspace = await workspace_as(unit, Role.VIEWER)
    clinic = workspace.segments.whole_clinic()
    with pytest.raises(NotFoundError):
        workspace.segments.add(SegmentKind.DOCTOR, "Иванов")
    assert workspace.segments.get(clinic.id) == clinic


async def test_a_clinic_is_removed_by_its_owner_wherever_they_look(unit: UnitOfWork) -> None:
    workspace = await workspace_as(unit, Role.MANAGER)
    managed = workspace.clinic_id
    workspace.add_clinic("Своя")
    with pytest.raises(NotAllowedError):
        workspace.clinics.remove(managed)
    own = workspace.clinic_id
    workspace.go_to_clinic(managed)
    workspace.remove_clinic(own)
    assert [clinic.id for clinic in workspace.clinics.listed()] == [managed]


async def test_of_a_clinic_one_does_not_own_only_the_role_can_be_taken_away(unit: UnitOfWork) -> None:
    exported = await Export(await workspace_as(unit, Role.MANAGER)).everything()
    assert exported["clinics"] == [{"name": None, "currency": "RUB", "role": "manager"}]
