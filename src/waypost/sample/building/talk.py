"""What people said on things, with answers and nods."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import models

from waypost.conversations import actions
from waypost.conversations.models import Comment
from waypost.okrs.models import CheckIn
from waypost.projects.models import Task
from waypost.sample.building.cast import Cast
from waypost.sample.terms import Remark

NODDED = timedelta(minutes=40)


def build_talk(cast: Cast, remarks: Iterable[Remark]) -> None:
    """Let people comment, answer and nod."""
    for remark in remarks:
        _say(cast, remark, _thing(cast, remark.on))


def _say(
    cast: Cast, remark: Remark, thing: models.Model, reply_to: Comment | None = None
) -> None:
    clock = cast.clock
    at = clock.past(clock.day(remark.day), remark.hour, _minute(remark))
    names = {key: f"@{person.name}" for key, person in cast.people.items()}
    text = remark.text.format_map(names)
    posted = actions.post_comment(
        actor=cast.people[remark.who],
        now=at,
        thing=thing,
        words=actions.Words(text),
        reply_to=reply_to,
    )
    for key, kind in remark.nods:
        actions.react(
            actor=cast.people[key], now=_soon(cast, at), thing=posted.comment, kind=kind
        )
    for answer in remark.answers:
        _say(cast, answer, thing, posted.comment)


def _minute(remark: Remark) -> int:
    """Return a minute, so that not everything is said on the hour."""
    return len(remark.text) % 60


def _soon(cast: Cast, at: datetime) -> datetime:
    return min(at + NODDED, cast.clock.now)


def _thing(cast: Cast, on: str) -> models.Model:
    kind, *keys = on.split(":")
    if kind == "o":
        return cast.objectives[keys[0]]
    if kind == "k":
        return cast.key_results[keys[0]]
    if kind == "c":
        found = CheckIn.objects.filter(key_result=cast.key_results[keys[0]])
        return found.latest("observed_at", "pk")
    if kind == "p":
        return cast.projects[keys[0]]
    return Task.objects.select_related("project").get(pk=cast.tasks[keys[0], keys[1]])
