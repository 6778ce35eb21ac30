"""The numbers as Prometheus wants them: named, labelled, explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
)
from prometheus_client.registry import Collector

from polls import __version__
from polls.migrations import HEAD
from polls.output import STANDARD_OUTPUT
from polls.services.running.readiness import Obstacle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from prometheus_client import Metric

    from polls.ballotbox import BallotBox
    from polls.live import Pages, WatcherLimits
    from polls.metrics.batches import Batches
    from polls.metrics.histogram import Histogram
    from polls.metrics.numbers import Numbers
    from polls.services.running.readiness import Readiness
    from polls.services.running.supervision import Supervisor

OTHER = "other"
"""The route of requests that lead nowhere: their addresses are the senders' invention."""


class NumbersCollector(Collector):
    """Reads the numbers of one application whenever its registry is asked."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def collect(self) -> Iterator[Metric]:
        """Yield every metric as it stands now."""
        numbers = self._numbers
        yield _build()
        yield _requests(numbers)
        yield from _votes(numbers.batches)
        yield _pages(numbers.pages)
        yield from _watchers(numbers.seats)
        if numbers.box:
            yield from _box(numbers.box)
        if numbers.readiness:
            yield _unready(numbers.readiness)
        if numbers.supervisor:
            yield _restarts(numbers.supervisor)
        yield CounterMetricFamily(
            "polls_log_lines_dropped_total",
            "Lines of the log that were lost because they could not be written or nobody read "
            "them.",
            value=STANDARD_OUTPUT.dropped,
        )


def _build() -> Metric:
    family = GaugeMetricFamily(
        "polls_build_info",
        "Always 1; the labels are the version of Polls and the revision of the tables it needs.",
        labels=("version", "schema"),
    )
    family.add_metric((__version__, HEAD), 1)
    return family


def _requests(numbers: Numbers) -> Metric:
    family = CounterMetricFamily(
        "polls_http_requests_total",
        "Requests that were answered, including error pages.",
        labels=("route", "method", "status"),
    )
    for (route, status), number in numbers.answers.items():
        if route is None or route.resource is None:
            labels = OTHER, OTHER, str(status)
        else:
            labels = route.resource.name or route.resource.canonical, route.method, str(status)
        family.add_metric(labels, number)
    return family


def _votes(batches: Batches) -> Iterator[Metric]:
    family = CounterMetricFamily(
        "polls_votes_total",
        "Ballots that came out of the ballot box, by outcome.",
        labels=("outcome",),
    )
    for outcome, number in batches.votes.items():
        family.add_metric((outcome,), number)
    yield family
    yield _histogram(
        "polls_batch_ballots",
        "Ballots that shared one transaction.",
        batches.sizes,
    )
    yield _histogram(
        "polls_batch_duration_seconds",
        "Time from the start of a batch's transaction to its end, including waiting for the disk.",
        batches.seconds,
    )


def _pages(pages: Pages) -> Metric:
    family = CounterMetricFamily(
        "polls_pages_total",
        "Pages that are the same for everyone, by whether they were cached or had to be rendered.",
        labels=("source",),
    )
    family.add_metric(("kept",), pages.hits)
    family.add_metric(("rendered",), pages.misses)
    return family


def _watchers(seats: WatcherLimits) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "polls_watchers",
        "Open streams of events.",
        value=seats.taken,
    )
    yield GaugeMetricFamily(
        "polls_watchers_max",
        "Streams that may be open; more are turned away.",
        value=seats.number,
    )
    yield CounterMetricFamily(
        "polls_watchers_turned_away_total",
        "Streams that were not opened because the limit in all or of one address was reached.",
        value=seats.turned_away,
    )
    yield CounterMetricFamily(
        "polls_watchers_dropped_total",
        "Streams that were ended because their connection no longer accepted data.",
        value=seats.dropped,
    )


def _box(box: BallotBox) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "polls_ballots_waiting",
        "Ballots in the ballot box that no transaction has taken yet.",
        value=box.waiting,
    )
    yield GaugeMetricFamily(
        "polls_ballots_waiting_max",
        "Ballots that may wait; more are turned away.",
        value=box.capacity,
    )
    yield CounterMetricFamily(
        "polls_votes_turned_away_total",
        "Ballots that were turned away because too many waited or the server was stopping.",
        value=box.turned_away,
    )
    yield CounterMetricFamily(
        "polls_votes_overdue_total",
        "Ballots answered “not known to be recorded”, because the database took too long.",
        value=box.overdue,
    )


def _unready(readiness: Readiness) -> Metric:
    family = GaugeMetricFamily(
        "polls_unready",
        "1 for each reason why /readyz says 503, otherwise 0.",
        labels=("reason",),
    )
    for problem in Obstacle:
        family.add_metric((problem.name.lower(),), problem in readiness.found)
    return family


def _restarts(supervisor: Supervisor) -> Metric:
    family = CounterMetricFamily(
        "polls_task_restarts_total",
        "Times that a part of the server failed and was restarted.",
        labels=("task",),
    )
    for name, number in supervisor.restarts.items():
        family.add_metric((name,), number)
    return family


def _histogram(name: str, meaning: str, histogram: Histogram) -> Metric:
    return HistogramMetricFamily(name, meaning, histogram.buckets(), histogram.sum)
