"""Writing what a study found: calendars first, then the plan that names them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from waypost.core import history
from waypost.core.models import ExternalReference
from waypost.core.registry import label_of
from waypost.exchange.taking import Study
from waypost.exchange.taking.calendars import DIGEST, PlannedCalendar
from waypost.people import access as people_access
from waypost.people import actions as people_actions
from waypost.people.models import Calendar, Person
from waypost.projects import actions as project_actions
from waypost.projects.models import Project

Tell = Callable[[int, int], None]
MOST_OF_A_NAME = 200


def write_study(
    change: history.Recorder,
    actor: Person,
    now: datetime,
    *,
    study: Study,
    ready: project_actions.Ready,
    tell: Tell | None = None,
) -> dict[str, int]:
    """Write everything within the change set that is open; return the projects' ids.

    `ready` was made before, so that the lock is held for writing and nothing else.
    """
    comparison = study.comparison
    assert comparison is not None
    made = _create_calendars(change, actor, now, study)
    _change_calendars(change, actor, now, study)
    comparison.new_projects = [
        replace(item, calendar_id=made.get(item.local_id, item.calendar_id))
        for item in comparison.new_projects
    ]
    written = project_actions.write_plan(
        actor=actor,
        now=now,
        comparison=comparison,
        summary=change.change_set.summary,
        tell=tell,
        ready=ready,
    )
    for local_id, pk in comparison.known.get("project", {}).items():
        if local_id in made:
            project = Project.objects.get(pk=pk)
            change.update(project, calendar_id=made[local_id])
    change.emit("exchange.imported", projects=sorted(written.projects.values()))
    return written.projects


def ready_rows(study: Study) -> project_actions.Ready:
    """Make ready what needs no lock; call it before the transaction begins."""
    assert study.comparison is not None
    return project_actions.make_ready(study.comparison)


def _create_calendars(
    change: history.Recorder, actor: Person, now: datetime, study: Study
) -> dict[str, int]:
    """Create the calendars that are new, and return their ids by project."""
    fresh = [each for each in study.calendars if each.pk is None]
    if not fresh:
        return {}
    taken = set(Calendar.objects.values_list("name", flat=True))
    titles = {project.local_id: project.name for project in study.work.projects}
    terms = []
    for each in fresh:
        name = _free_name(each.name, titles.get(each.project, ""), taken)
        taken.add(name)
        terms.append(_terms(each, name))
    rows = people_actions.create_calendars(actor=actor, now=now, terms=terms)
    stale = [each.reference for each in fresh if each.reference]
    gone = ExternalReference.objects.filter(pk__in=stale)
    change.forget(list(gone))
    gone.delete()
    change.create_many(
        ExternalReference(
            subject_kind=label_of(Calendar),
            subject_id=row.pk,
            system="mspdi",
            external_id=each.external_id,
            extras={**each.extras, DIGEST: each.digest},
        )
        for each, row in zip(fresh, rows, strict=True)
    )
    return {each.project: row.pk for each, row in zip(fresh, rows, strict=True)}


def _change_calendars(
    change: history.Recorder, actor: Person, now: datetime, study: Study
) -> None:
    """Change known calendars where the file has changed; only an admin may."""
    if not people_access.may_administrate(actor):
        return
    for each in study.calendars:
        if each.pk is None or each.reference is None or not each.is_changed:
            continue
        calendar = Calendar.objects.get(pk=each.pk)
        terms = replace(_terms(each, calendar.name), is_default=calendar.is_default)
        people_actions.edit_calendar(
            actor=actor, now=now, calendar=calendar, terms=terms
        )
        reference = ExternalReference.objects.get(pk=each.reference)
        change.update(reference, extras={**each.extras, DIGEST: each.digest})


def _terms(each: PlannedCalendar, name: str) -> people_actions.CalendarTerms:
    return people_actions.CalendarTerms(
        name=name,
        weekly_hours=each.week,
        exceptions=tuple(
            people_actions.ExceptionTerms(day, hours, title)
            for day, (hours, title) in sorted(each.days.items())
        ),
    )


def _free_name(name: str, project: str, taken: set[str]) -> str:
    """Return a name that no other calendar has."""
    plain = (name.strip() or project.strip() or "Calendar")[:MOST_OF_A_NAME]
    of_project = f"{plain} ({project})"[:MOST_OF_A_NAME] if project else plain
    for wanted in (plain, of_project):
        if wanted not in taken:
            return wanted
    number = 2
    while f"{of_project[: MOST_OF_A_NAME - 6]} {number}" in taken:
        number += 1
    return f"{of_project[: MOST_OF_A_NAME - 6]} {number}"
