"""The answer at the head of the page: what waits, and what is the most useful next."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waypost.bets.queries import Figures
from waypost.okrs.queries import OwnKeyResult
from waypost.web.addresses import key_result_url
from waypost.web.home import numbers
from waypost.web.home.work import TaskLine, Work
from waypost.web.templatetags import formats

SECONDS_EACH = 40  # what a value, a confidence and a sentence take


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, by kind."""

    check_ins: int
    late: int
    near: int
    to_look_at: int


@dataclass(frozen=True, slots=True)
class Lede:
    """The next thing: what it is, why it matters, and where it is done."""

    text: str
    label: str = ""
    url: str = ""


def headline(waiting: Waiting) -> str:
    """Say what waits, the shortest work first."""
    if waiting.check_ins:
        minutes = max(1, round(waiting.check_ins * SECONDS_EACH / 60))
        words = _("%(check_ins)s, about %(minutes)s") % {
            "check_ins": numbers.check_ins(waiting.check_ins),
            "minutes": numbers.minutes(minutes),
        }
    elif waiting.late:
        words = ngettext(
            "%(tasks)s is late, and no check-in is due",
            "%(tasks)s are late, and no check-in is due",
            waiting.late,
        ) % {"tasks": numbers.tasks(waiting.late)}
    elif waiting.near:
        words = _("%(tasks)s this week, and no check-in is due") % {
            "tasks": numbers.tasks(waiting.near)
        }
    elif waiting.to_look_at:
        words = ngettext(
            "%(n)s thing waits for your answer",
            "%(n)s things wait for your answer",
            waiting.to_look_at,
        ) % {"n": numbers.in_words(waiting.to_look_at)}
    else:
        words = _("Nothing waits for you today")
    return numbers.sentence(words)


def news(count: int, since: str) -> str:
    """Say to who only reads how much changed."""
    words = ngettext(
        "%(n)s thing changed %(since)s", "%(n)s things changed %(since)s", count
    ) % {"n": numbers.in_words(count), "since": since[:1].lower() + since[1:]}
    if not count:
        words = _("Nothing changed %(since)s") % {
            "since": since[:1].lower() + since[1:]
        }
    return numbers.sentence(words)


def late_task(work: Sequence[Work]) -> Lede | None:
    """Name the late task that holds up most: the most useful next thing there is."""
    late = _most_needed(work)
    return None if late is None else _about_task(*late)


def lede(own: Sequence[OwnKeyResult], figures: Figures, to_look_at: int) -> Lede | None:
    """Where no task is late, name the largest gap, else what others wait for."""
    gap = _largest_gap(own, figures)
    if gap is not None:
        return gap
    if to_look_at:
        words = ngettext(
            "Others wait for %(n)s answer of yours.",
            "Others wait for %(n)s answers of yours.",
            to_look_at,
        ) % {"n": numbers.in_words(to_look_at)}
        return Lede(words, _("See them"), "#waiting")
    if own:
        return Lede(_("What you have promised is covered by what is under way."))
    return None


def _most_needed(work: Sequence[Work]) -> tuple[Work, TaskLine] | None:
    """Return the late task that most depends on: first where a bet counts on it."""
    late = [
        (each, line)
        for each in work
        for line in (*each.lines, *each.later)
        if line.task.when == "late"
    ]
    if not late:
        return None
    return max(
        late,
        key=lambda pair: (
            pair[0].bet is not None and pair[0].bet.is_counted,
            pair[1].task.followers_open,
        ),
    )


def _about_task(work: Work, line: TaskLine) -> Lede:
    task = line.task
    words = _("“%(task)s” was due %(day)s.")
    facts: dict[str, object] = {
        "task": task.title,
        "day": formats.day(task.due_on, "weekday"),
        "project": work.project.name,
    }
    if task.followers_open:
        words = ngettext(
            "“%(task)s” was due %(day)s, and %(n)s task waits for it.",
            "“%(task)s” was due %(day)s, and %(n)s tasks wait for it.",
            task.followers_open,
        )
        facts["n"] = numbers.in_words(task.followers_open)
    if work.bet is not None and work.bet.is_counted:
        words += " " + _("“%(key_result)s” counts on %(project)s.")
        facts["key_result"] = work.bet.key_result_title
    return Lede(words % facts, _("Open the task"), line.url)


def _largest_gap(own: Sequence[OwnKeyResult], figures: Figures) -> Lede | None:
    known = [(row, figures.key_results.get(row.pk)) for row in own]
    open_ones = [
        (row, found)
        for row, found in known
        if found is not None and found.coverage_class != "covered"
    ]
    if not open_ones:
        return None
    row, found = min(open_ones, key=lambda pair: pair[1].coverage)
    words = _("The largest gap of yours: “%(title)s” is %(share)s covered.")
    if found.coverage_class == "no_work":
        words = _("No work stands behind “%(title)s” yet, %(share)s is measured.")
    facts = {"title": row.title, "share": formats.percent(max(0.0, found.coverage))}
    url = f"{key_result_url(row.number)}#adds-up"
    return Lede(words % facts, _("See what is missing"), url)
