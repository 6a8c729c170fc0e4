"""Dispatchers in a run of tests: a process of the bot has one, a run of tests many."""

from aiogram import Dispatcher


def release_routers(dispatcher: Dispatcher) -> None:
    """Let the next dispatcher take in the routers of this one."""
    for router in dispatcher.sub_routers:
        router._parent_router = None
