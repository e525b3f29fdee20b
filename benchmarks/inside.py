"""Runs beside the database, in a process of its own: asks, computes, and checks."""

import json
import sys
import time
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - models need Django to be set up
from django.db import connection  # noqa: E402 - Django is set up above
from django.db.models import Count  # noqa: E402 - Django is set up above
from django.test import Client  # noqa: E402 - Django is set up above
from django.urls import Resolver404, resolve  # noqa: E402 - Django is set up above
from django.utils import timezone  # noqa: E402 - Django is set up above

from waypost.bets.loading import Scope, load  # noqa: E402 - Django is set up above
from waypost.bets.queries import map_frame  # noqa: E402 - Django is set up above
from waypost.bets.queries.figures import figures  # noqa: E402 - Django is set up above
from waypost.okrs.models import CheckIn, Cycle, KeyResult, Metric, Objective  # noqa: E402 - Django is set up above
from waypost.people.installation import local_day  # noqa: E402 - Django is set up above
from waypost.people.models import Person, Team  # noqa: E402 - Django is set up above
from waypost.projects.models import Project, Task  # noqa: E402 - Django is set up above
from waypost_engine import coverage, progress  # noqa: E402 - Django is set up above

MANY = 40  # requests a row
PEOPLE = 6
VISIBLE = 2000  # nodes of the wide map
# Rare and common words, long and short, several, beginnings, a code.
SEARCHED = (
    "harbor",
    "timetable",
    "safety",
    "ferry+timetable",
    "plan",
    "per",
    "a",
    "new+deck+plan",
    "KR-142",
    "winter",
    "sig",
    "crew+rota",
)
Answers = dict[str, Any]


def today() -> date:
    """Return the day where the organisation is."""
    return local_day(timezone.now())


def facts() -> Answers:
    """Return who visits, and the addresses of each row of the table."""
    people = [_signe(), *_leads()]
    return {
        "cookies": [_cookies(person) for person in people],
        "pages": {key: found for key, found in _pages().items() if _exist(found)},
        "check_ins": _check_ins(),
    }


def _signe() -> Person:
    return Person.objects.get(email="signe@ottersund.example")


def _leads() -> list[Person]:
    """Return leads with much to see: key results of their own, tasks, and a team."""
    live = KeyResult.objects.filter(objective__cycle__state="active")
    leads = Person.objects.filter(
        leads__isnull=False, key_results__in=live, tasks__isnull=False
    )
    return list(leads.distinct().order_by("-pk")[: PEOPLE - 1])


def _cookies(person: Person) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    return {settings.SESSION_COOKIE_NAME: client.cookies["sessionid"].value}


def _pages() -> dict[str, list[str]]:
    """Return the addresses of each row; each thing is asked for once or a few times."""
    live = Objective.objects.filter(cycle__state="active", visibility="everyone")
    promises = KeyResult.objects.filter(objective__in=live)
    projects = Project.objects.filter(visibility="everyone", phase="execution")
    active = Cycle.objects.get(state="active")
    codes = list(projects.order_by("-pk").values_list("code", flat=True)[:MANY])
    full = projects.annotate(count=Count("tasks")).order_by("-count", "pk")
    fullest = list(full.values_list("code", flat=True)[:MANY])
    objectives = live.order_by("-pk").values_list("number", flat=True)[:MANY]
    numbers = promises.order_by("-pk").values_list("number", flat=True)[:MANY]
    tasks = Task.objects.filter(project__in=projects).order_by("-pk")
    named = tasks.values_list("project__code", "number")[:: max(len(tasks) // MANY, 1)]
    return {
        "week": ["/"],
        "objective": [f"/objectives/O-{n}/" for n in objectives],
        "key_result": [f"/key-results/KR-{n}/" for n in numbers],
        "project": [f"/projects/{code}/" for code in codes],
        "plan": [f"/projects/{code}/plan/" for code in codes],
        "board": [f"/projects/{code}/board/" for code in fullest],
        "task": [f"/projects/{code}/tasks/{n}/" for code, n in named[:MANY]],
        "task_table": ["/tasks/?size=100", "/tasks/?size=100&sort=-due"],
        "project_table": ["/projects/?size=100"],
        "metric_table": ["/metrics/?size=100"],
        "people_table": ["/people/?size=100"],
        "objectives": ["/objectives/"],
        "teams": ["/teams/"],
        "team": [
            f"/teams/{pk}/" for pk in Team.objects.values_list("pk", flat=True)[:MANY]
        ],
        "metric": [
            f"/metrics/M-{n}/"
            for n in Metric.objects.values_list("number", flat=True)[:MANY]
        ],
        "history": ["/history/"],
        "cycle": [f"/cycles/{active.pk}/"],
        "search": [f"/search/?q={words}" for words in SEARCHED],
        "map": [f"/map/?cycle={active.pk}"],
        "map_wide": [_wide(active)],
        "orphans": ["/map/?lone=on"],
    }


def _wide(cycle: Cycle) -> str:
    """Return the address of a map on which so much is opened that 2,000 are shown."""
    frame = map_frame(viewer=_signe(), cycle=cycle, today=today())
    below: dict[str, list[str]] = {}
    for above, under in frame.edges:
        below.setdefault(above, []).append(under)
    served = {under for _above, under in frame.edges}
    queue = [node.name for node in frame.nodes if node.name not in served]
    shown, opened = set(queue), []
    for name in queue:
        fresh = [each for each in below.get(name, ()) if each not in shown]
        if len(shown) + len(fresh) > VISIBLE:
            break
        if fresh:
            opened.append(name)
        shown.update(fresh)
        queue += fresh
    return f"/map/?cycle={cycle.pk}&opened={','.join(opened)}"


def _exist(addresses: list[str]) -> bool:
    try:
        resolve(addresses[0].partition("?")[0])
    except (Resolver404, IndexError):
        return False
    return True


def _check_ins() -> list[dict[str, Any]]:
    """Return key results that the admin may check in on, with a value near the last."""
    found = KeyResult.objects.filter(
        kind="metric",
        metric__source="hand",
        objective__cycle__state="active",
        objective__visibility="everyone",
    ).select_related("metric")
    rows = []
    for key_result in found.order_by("-pk")[:MANY]:
        assert key_result.metric is not None
        last = key_result.metric.readings.order_by("-observed_at").first()
        if last is not None:
            rows.append({"number": key_result.number, "value": f"{last.value:.2f}"})
    return rows


def client() -> Answers:
    """Ask each row's first pages in this process too: the server must say the same."""
    found: Answers = {}
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.force_login(_leads()[0] if _leads() else _signe())
    for key, addresses in _pages().items():
        if _exist(addresses):
            browser.get(addresses[0])
            times = []
            for place in range(8):
                begun = time.thread_time()
                answer = browser.get(addresses[place % len(addresses)])
                if answer.status_code == HTTPStatus.OK:
                    times.append(1000 * (time.thread_time() - begun))
            found[key] = times
    return found


def plan() -> Answers:
    """Load the live plan, and let the engine compute what pages show of it."""
    live = Scope(live=True, open_work=True)
    everything = Scope(cycles=tuple(Cycle.objects.values_list("pk", flat=True)))
    loaded = load(live, today=today())
    whole = load(everything, today=today())
    return {
        "load": _times(lambda: load(live, today=today()), 9),
        "key_results": len(loaded.key_results),
        "bets": len(loaded.bets),
        "projects": len(loaded.projects),
        "progress": _times(lambda: progress(loaded.plan), 15),
        "coverage": _times(lambda: coverage(loaded.plan), 15),
        "whole": len(whole.key_results),
        "whole_progress": _times(lambda: progress(whole.plan), 9),
        "whole_coverage": _times(lambda: coverage(whole.plan), 9),
        "load_again": _after_a_check_in(live),
    }


def _after_a_check_in(live: Scope) -> list[float]:
    """Load again after one write each."""
    times = []
    for row in CheckIn.objects.exclude(confidence=None).order_by("-pk")[:5]:
        CheckIn.objects.filter(pk=row.pk).update(confidence=row.confidence)
        times += _times(lambda: load(live, today=today()), 1)
    return times


def _times(work: Callable[[], object], count: int) -> list[float]:
    """Return how many milliseconds it took, each time.

    Of this thread's own time, where the database is a file; else by the clock, since
    the server beside us is waited for.
    """
    clock = time.thread_time if _is_file() else time.perf_counter
    work()
    found = []
    for _ in range(count):
        begun = clock()
        work()
        found.append(1000 * (clock() - begun))
    return found


def _is_file() -> bool:
    return connection.vendor == "sqlite"


def right(*given: str) -> Answers:
    """Say whether what pages show after check-ins is what the values come to.

    `given` are pairs of a key result's number and the value that was checked in.
    """
    found = figures(
        viewer=_signe(), scope=Scope(live=True, open_work=True), today=today()
    )
    wrong = []
    for pair in given:
        number, value = pair.split("=")
        row = KeyResult.objects.get(number=int(number))
        assert row.baseline is not None
        assert row.target is not None
        wanted = (float(value) - float(row.baseline)) / float(row.target - row.baseline)
        shown = found.key_results[row.pk].progress
        if shown is None or abs(shown - wanted) > 1e-6:
            wrong.append([row.code, shown, wanted])
    return {"checked": len(given), "wrong": wrong}


def main() -> int:
    """Answer one question with one line of JSON."""
    questions: dict[str, Callable[..., Answers]] = {
        "facts": facts,
        "client": client,
        "plan": plan,
        "right": right,
    }
    what, *arguments = sys.argv[1:]
    sys.stdout.write(json.dumps(questions[what](*arguments)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
