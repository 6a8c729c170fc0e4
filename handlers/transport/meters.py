"""What is counted on the way from an update to its answer, in the words of Prometheus."""

from __future__ import annotations

from functools import cache
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from storage.queue import Task, TaskHandler
from storage.unit_of_work import UnitOfWork

_LATENCY_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_JOB_BOUNDS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Meters:
    """Counters and clocks of one process, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._updates = Counter("updates", "Updates handled, by kind", ["kind"], registry=self.registry)
        self._updates_of = cache(self._updates.labels)
        self._latency = Histogram(
            "update_seconds",
            "From the moment an update came in to the end of its handler",
            buckets=_LATENCY_BOUNDS,
            registry=self.registry,
        )
        self._calls = Counter(
            "bot_api_calls",
            "Calls to Telegram, by method and outcome",
            ["method", "outcome"],
            registry=self.registry,
        )
        self._calls_of = cache(self._calls.labels)
        self._jobs = Histogram(
            "job_seconds", "Running time of jobs", ["kind"], buckets=_JOB_BOUNDS, registry=self.registry
        )
        self._polls_failed = Counter(
            "polls_failed", "Polls that came to nothing, by reason", ["why"], registry=self.registry
        )
        self._commits_failed = Gauge(
            "commits_failed", "Commits the database refused since the start", registry=self.registry
        )
        self._depth = Gauge("queue_depth", "Tasks waiting or running", registry=self.registry)
        self._age = Gauge("queue_age_seconds", "Age of the oldest waiting task", registry=self.registry)
        self._parked = Gauge(
            "queue_parked", "Tasks given up on, kept for the operator", registry=self.registry
        )

    def handled(self, kind: str, seconds: float) -> None:
        """One update handled `seconds` after it came in."""
        self._updates_of(kind).inc()
        self._latency.observe(seconds)

    def called(self, method: str, outcome: str) -> None:
        """One answer of Telegram; a 429 has the outcome `flood`."""
        self._calls_of(method, outcome).inc()

    def job_done(self, kind: str, seconds: float) -> None:
        """One job of `kind` ran for `seconds`."""
        self._jobs.labels(kind).observe(seconds)

    def timed(self, kind: str, job: TaskHandler) -> TaskHandler:
        """The handler of a job of `kind`, with every run measured."""

        async def run(task: Task, unit: UnitOfWork) -> None:
            begun = perf_counter()
            try:
                await job(task, unit)
            finally:
                self.job_done(kind, perf_counter() - begun)

        return run

    def poll_failed(self, why: str) -> None:
        """One poll that came to nothing."""
        self._polls_failed.labels(why).inc()

    def commits_failed(self, number: int) -> None:
        """How many commits the database has refused since the start."""
        self._commits_failed.set(number)

    def queue_seen(self, *, depth: int, age: float, parked: int) -> None:
        """The state of the queue at this moment."""
        self._depth.set(depth)
        self._age.set(age)
        self._parked.set(parked)
