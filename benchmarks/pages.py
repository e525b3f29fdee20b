"""Pages, as people open them: from the real server, signed in, each many times."""

import re
from collections.abc import Collection, Iterator
from itertools import cycle, islice
from typing import Any
from urllib.parse import urljoin

from benchmarks.place import Place
from benchmarks.rows import Row, p95
from benchmarks.visitor import Answer, Visitor

REQUESTS = 40
WARM_UP = 6
QUERIES = 25
DAILY = {
    "week": "my week",
    "objective": "an objective",
    "key_result": "a key result",
    "project": "a project",
    "plan": "a project's plan",
    "board": "a board of 200 cards",
    "task": "a task",
    "task_table": "table of 100 tasks",
    "project_table": "table of 100 projects",
    "metric_table": "table of 100 metrics",
    "people_table": "table of 100 people",
    "objectives": "objectives of the cycle",
    "teams": "teams",
    "team": "a team",
    "metric": "a metric",
    "history": "history",
    "cycle": "a cycle",
    "search": "search",
}
MAPS = {
    "map": "strategy map of one cycle",
    "map_wide": "strategy map, 2,000 nodes opened",
    "orphans": "orphans",
}
_LINKED = re.compile(
    rb"<(?:link[^>]*?(?:stylesheet|preload|modulepreload|icon)[^>]*?href"
    rb'|script[^>]*?src)="([^"]+)"'
)
_HREF_FIRST = re.compile(rb'<link[^>]*?href="([^"]+)"[^>]*?rel="(?:stylesheet|preload)')
_URL = re.compile(rb'url\(["\']?([^"\')]+\.woff2[^"\')]*)')


def own_share(database: str, answer: Answer) -> float:
    """Return the program's own share of an answer's time, in milliseconds.

    SQLite works inside the program; PostgreSQL beside it, and is waited for.
    """
    return answer.processor + (answer.database if database else 0.0)


def measure(
    place: Place, url: str, facts: dict[str, Any], *, only: Collection[str]
) -> Iterator[list[Row]]:
    """Yield the rows of each of these pages that exists."""
    visitors = [Visitor(url, dict(cookies)) for cookies in facts["cookies"]]
    for key, words in {**DAILY, **MAPS}.items():
        if key in only and key in facts["pages"]:
            answers = _visit(visitors, facts["pages"][key])
            yield _rows(place, key, words, answers)
    if "week" in only:
        yield [_weight(visitors[-1])]


def check_in(place: Place, url: str, facts: dict[str, Any]) -> list[Row]:
    """Check in again and again, and look whether the next read is right."""
    visitor = Visitor(url, dict(facts["cookies"][0]))
    times, said = [], []
    for row in facts["check_ins"]:
        address = f"/key-results/KR-{row['number']}/"
        page = visitor.get(address)
        fields = {"value": row["value"], "confidence": "60", "confirmed": row["value"]}
        answer = visitor.post(f"{address}check-in/", fields, page)
        if answer.status in (200, 303):
            times.append(answer)
            said.append(f"{row['number']}={row['value']}")
    found = place.ask("right", *said)
    wrong = len(found["wrong"])
    note = f"{found['checked']} check-ins, {wrong} wrong on the next read"
    own = p95([own_share(place.database, answer) for answer in times])
    note += f"; by the clock {p95([answer.app for answer in times]):.0f} ms"
    return [
        Row("check_in", "a check-in, saved", own, "ms", 50, note),
        Row("check_in_wrong", "roll-ups wrong on the next read", wrong, "", 0),
    ]


def _visit(visitors: list[Visitor], addresses: list[str]) -> list[Answer]:
    turns = zip(cycle(visitors), cycle(addresses), strict=False)
    answers = [who.get(path) for who, path in islice(turns, WARM_UP + REQUESTS)]
    return [each for each in answers[WARM_UP:] if each.status == 200]


def _rows(place: Place, key: str, words: str, answers: list[Answer]) -> list[Row]:
    if not answers:
        return [Row(key, words, 0, "ms", None, "no page answered with 200")]
    times = [own_share(place.database, answer) for answer in answers]
    clock = p95([answer.app for answer in answers])
    queries = max(answer.queries for answer in answers)
    size = max(answer.size for answer in answers) / 1000
    inside = p95([answer.database for answer in answers])
    note = f"by the clock {clock:.0f} ms, in the database {inside:.0f} ms;"
    note += f" {size:.0f} kB; {len(answers)} requests"
    bar = 250 if key in MAPS else 100
    rows = [
        Row(key, words, p95(times), "ms", bar, note),
        Row(f"{key}_queries", f"{words}: queries", queries, "", QUERIES),
    ]
    if key in {"map", "map_wide"}:
        rows.append(Row(f"{key}_size", f"{words}, compressed", size, "kB", 300))
    return rows


def _weight(visitor: Visitor) -> Row:
    """Add up what a browser fetches that has nothing yet."""
    page = visitor.get("/")
    linked = {*_LINKED.findall(page.body), *_HREF_FIRST.findall(page.body)}
    total, seen = page.size, set()
    waiting = [found.decode() for found in linked]
    for path in waiting:
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        answer = visitor.get(path)
        total += answer.size
        if path.partition("?")[0].endswith(".css"):
            waiting += [urljoin(path, u.decode()) for u in _URL.findall(answer.body)]
    note = f"the page and {len(seen)} files"
    return Row("weight", "cold page weight, compressed", total / 1000, "kB", 200, note)
