"""Microsoft Project XML, from Project 2003 to today and as other tools write it.

The outline's top is the project. A task flagged as milestone becomes a milestone,
and a task of the same name when links, people or work hang on it; a summary stays a
task with tasks below. Nothing computed is taken: Waypost computes its own.
"""

import xml.parsers.expat
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from waypost.exchange.reading.incoming import (
    MAX_MILESTONE_TITLE,
    Column,
    Incoming,
    Milestone,
    Person,
    Project,
    Reference,
    Source,
    StatusKind,
    Task,
)
from waypost.exchange.reading.kept import NOTHING, Kept
from waypost.exchange.reading.mapping import ColumnMap
from waypost.exchange.reading.mspdi_calendars import Calendars, read_day
from waypost.exchange.reading.mspdi_fields import TIMEPHASED, becomes, options
from waypost.exchange.reading.mspdi_people import People
from waypost.exchange.reading.mspdi_plan import Plan
from waypost.exchange.reading.mspdi_tasks import TaskDraft, TaskReader
from waypost.exchange.reading.problems import Problems
from waypost.exchange.reading.said import Refused, Said, say
from waypost.exchange.reading.spans import Norms
from waypost.exchange.reading.xml_records import Node, Records, XmlRefused

SYSTEM = "mspdi"
MAX_TASKS = 500_000
PROJECT_FIELDS = [
    "Subject",
    "Category",
    "Company",
    "Manager",
    "Author",
    "CreationDate",
    "LastSaved",
    "Revision",
    "StatusDate",
    "CurrencyCode",
]


def read_mspdi(path: Path, mapping: ColumnMap, answers: Mapping[str, str]) -> Incoming:
    """Read a plan as a stream, then tie its tasks."""
    reading = _Reading(path, mapping, Problems(answers))
    try:
        reading.records.read(path)
    except XmlRefused as refused:
        raise Refused(refused.reason) from refused
    except xml.parsers.expat.ExpatError as error:
        reason = _(
            "The XML breaks off or is damaged at line %(line)s: save it again in the"
            " tool it comes from."
        )
        raise Refused(say(reason, line=error.lineno)) from error
    except (ValueError, LookupError) as error:
        raise Refused(say(_("This XML is in an unknown encoding."))) from error
    return reading.incoming()


class _Reading:
    def __init__(self, path: Path, mapping: ColumnMap, problems: Problems) -> None:
        self.path = path
        self.mapping = mapping
        self.problems = problems
        self.tasks = TaskReader(problems, _said(mapping))
        self.plan = Plan(problems)
        self.people = People(self.tasks.custom)
        self.calendars = Calendars()
        self.scope = ""
        self.records = Records(
            {
                ("Tasks", "Task"): self._task,
                ("Calendars", "Calendar"): self._calendar,
                ("Resources", "Resource"): self.people.add_resource,
                ("Assignments", "Assignment"): self.people.add_assignment,
                ("ExtendedAttributes", "ExtendedAttribute"): self.tasks.custom.add,
                ("OutlineCodes", "OutlineCode"): self.tasks.custom.add,
            },
            skip=frozenset({TIMEPHASED}),
        )

    def _calendar(self, node: Node) -> None:
        # Fields of the project stand before its calendars in every version.
        self.calendars.hours_per_day = self._norms().minutes_per_day / 60
        self.calendars.add(node)

    def _task(self, node: Node) -> None:
        if self.tasks.count >= MAX_TASKS:
            reason = _("The plan has more than %(limit)s tasks: split it.")
            raise XmlRefused(say(reason, limit=f"{MAX_TASKS:,}"))
        if not self.tasks.count:
            self.tasks.norms = self._norms()
            default = self.records.fields.get("DurationFormat")
            self.tasks.duration_format = _whole(default, 7, 53)
        draft = self.tasks.read(node)
        if draft is not None:
            self.plan.add(draft)

    def _norms(self) -> Norms:
        fields = self.records.fields
        return Norms(
            minutes_per_day=_whole(fields.get("MinutesPerDay"), 480, 1440) or 480,
            minutes_per_week=_whole(fields.get("MinutesPerWeek"), 2400, 10080) or 2400,
            days_per_month=_whole(fields.get("DaysPerMonth"), 20, 31) or 20,
        )

    def incoming(self) -> Incoming:
        if not self.records.fields and not self.tasks.count:
            reason = _(
                "This XML begins like a plan of Microsoft Project and holds neither"
                " tasks nor a name."
            )
            raise Refused(say(reason))
        self.plan.tie()
        self.scope = self._scope()
        milestones, tasks = self._items()
        found = sorted(self.problems.found, key=lambda problem: problem.row)
        return Incoming(
            kind=SYSTEM,
            source=self._source(),
            columns=self._columns(),
            projects=(self._project(),),
            milestones=tuple(milestones),
            tasks=tuple(tasks),
            dependencies=tuple(self.plan.dependencies.values()),
            outside_links=tuple(self.plan.outside),
            calendars=self.calendars.result(self.records.fields.get("CalendarUID", "")),
            problems=tuple(found),
            more_problems=self.problems.more,
            notes=tuple(self._notes()),
            people=_counted(tasks),
        )

    def _source(self) -> Source:
        return Source(
            name=self.path.name,
            size=self.path.stat().st_size,
            rows=self.tasks.count,
            encoding="xml",
            exported_on=read_day(self.records.fields.get("LastSaved", "")),
        )

    def _scope(self) -> str:
        """What tells this plan's tasks from another plan's with the same numbers."""
        fields = self.records.fields
        if guid := fields.get("GUID"):
            return guid.lower()
        name = fields.get("Title") or fields.get("Name") or self.path.stem
        created = fields.get("CreationDate", "")
        return f"{created} {name}".strip()[:150]

    def _reference(self, part: str) -> Reference:
        return Reference(SYSTEM, f"{self.scope}:{part}")

    # ── the project

    def _project(self) -> Project:
        fields, top = self.records.fields, self.plan.top
        starts = [t.start for t in self.plan.tasks.values() if t.start]
        dues = [t.due for t in self.plan.tasks.values() if t.due]
        kept = {name: fields.get(name, "") for name in PROJECT_FIELDS}
        kept |= self.people.said_of_resources()
        kept |= dict(top.packed or {}) if top else {}
        start, due = (
            read_day(fields.get("StartDate", "")),
            read_day(fields.get("FinishDate", "")),
        )
        if not starts and start and due and due < start:
            kept["FinishDate"], due = fields["FinishDate"], None
        return Project(
            key="0",
            name=self._name(),
            reference=self._reference("0"),
            purpose=fields.get("Comments", "") or (top.body if top else ""),
            start=min(starts, default=start),
            due=max(dues, default=due),
            calendar=fields.get("CalendarUID"),
            norms=self._norms(),
            kept=Kept.of(kept),
        )

    def _name(self) -> str:
        fields, top = self.records.fields, self.plan.top
        named = fields.get("Title") or (top.title if top else "")
        if named:
            return " ".join(named.split())[:200]
        name = " ".join(fields.get("Name", "").split()) or self.path.name
        for ending in (".xml", ".mpp"):
            name = name.removesuffix(ending)
        return name[:200] or self.path.stem

    # ── the items

    def _items(self) -> tuple[list[Milestone], list[Task]]:
        milestones: list[Milestone] = []
        tasks: list[Task] = []
        for position, (key, draft) in enumerate(self.plan.tasks.items()):
            kept = self._kept(key, draft)
            if not self.plan.is_milestone(key):
                tasks.append(self._make_task(draft, position, kept))
                continue
            has_task = key in self.plan.linked or key in self.people.shares
            if has_task or draft.estimate:
                tasks.append(self._make_task(draft, position, NOTHING))
            milestones.append(self._make_milestone(draft, position, kept))
        return milestones, tasks

    def _kept(self, key: str, draft: TaskDraft) -> Kept:
        more = self.people.said_of(key)
        if key in self.plan.unkept:
            more["PredecessorLink"] = "\n".join(self.plan.unkept[key])
        if draft.leads_to:
            more["Leads to"] = draft.leads_to
        packed = draft.packed or NOTHING
        return Kept.of({**packed, **more}) if more else packed

    def _make_milestone(self, draft: TaskDraft, position: int, kept: Kept) -> Milestone:
        above = self.plan.parents.get(draft.key)
        if above:
            kept = kept.plus("Summary task", self.plan.tasks[above].title)
        if draft.priority:
            kept = kept.plus("Priority", draft.priority)
        is_done = draft.status_kind is StatusKind.DONE
        achieved = draft.done_at.date() if draft.done_at else draft.due
        title = draft.title
        if len(title) > MAX_MILESTONE_TITLE:
            kept = kept.plus("Name", title)
            title = f"{title[: MAX_MILESTONE_TITLE - 1]}…"
        return Milestone(
            key=draft.key,
            row=draft.row,
            title=title,
            project="0",
            reference=self._reference(draft.key),
            criteria=draft.body,
            status_kind=draft.status_kind,
            due=draft.due or draft.start,
            achieved_on=achieved if is_done else None,
            position=position,
            kept=kept,
        )

    def _make_task(self, draft: TaskDraft, position: int, kept: Kept) -> Task:
        key = draft.key
        # The task of a milestone stands in that milestone, not in the outline.
        is_milestone = self.plan.is_milestone(key)
        has_calendar = draft.calendar in self.calendars.drafts
        return Task(
            key=key,
            row=draft.row,
            title=draft.title,
            project="0",
            reference=self._reference(key),
            packed_body=Kept.pack(draft.body),
            parent=None if is_milestone else self.plan.parents.get(key),
            milestone=self.plan.milestone_of.get(key),
            level=1 if is_milestone else self.plan.levels[key],
            position=position,
            status_kind=draft.status_kind,
            assignee=self.people.assignee(key),
            estimate_hours=draft.estimate,
            remaining_hours=draft.remaining,
            percent_done=draft.percent,
            duration=draft.duration,
            is_fixed=draft.is_fixed,
            constraint=draft.constraint,
            start=draft.start,
            due=draft.due,
            done_at=draft.done_at,
            priority=draft.priority,
            calendar=draft.calendar if has_calendar else None,
            kept=kept,
        )

    # ── the columns and notes

    def _columns(self) -> tuple[Column, ...]:
        columns = []
        for name, usage in self.tasks.usage.items():
            is_custom = name in self.tasks.custom_names
            if name in {"ExtendedAttribute", "OutlineCode"}:
                continue
            columns.append(
                Column(
                    name=name,
                    sample=usage.sample,
                    read_as=say(_("custom field")) if is_custom else say(_("field")),
                    becomes=self.tasks.said.get(name) or becomes(name),
                    options=options(name),
                    filled=usage.filled,
                    of=self.tasks.count - self.tasks.blank,
                )
            )
        return tuple(columns)

    def _notes(self) -> list[Said]:
        notes = []
        counts = (
            (
                self.records.skipped.get(TIMEPHASED, 0),
                ngettext_lazy(
                    "%(count)s time-phased value is left out: Waypost spreads work"
                    " over time itself.",
                    "%(count)s time-phased values are left out: Waypost spreads work"
                    " over time itself.",
                    "count",
                ),
            ),
            (
                self.tasks.blank,
                ngettext_lazy(
                    "%(count)s blank row is left out.",
                    "%(count)s blank rows are left out.",
                    "count",
                ),
            ),
            (
                self.plan.external,
                ngettext_lazy(
                    "%(count)s task stands for one of another plan and is left out.",
                    "%(count)s tasks stand for some of other plans and are left out.",
                    "count",
                ),
            ),
        )
        notes += [say(text, count=count) for count, text in counts if count]
        notes += [self._approximated()] if self._moved() else []
        for name in self.calendars.too_many():
            text = _("Calendar “%(name)s” has more exceptions than are taken.")
            notes.append(say(text, name=name))
        return notes

    def _moved(self) -> int:
        return sum(
            draft.constraint is not None and draft.constraint.approximated
            for draft in self.plan.tasks.values()
        )

    def _approximated(self) -> Said:
        text = ngettext_lazy(
            "%(count)s constraint has no twin in Waypost and is brought as near as it"
            " can be; the original is kept with the task.",
            "%(count)s constraints have no twin in Waypost and are brought as near as"
            " they can be; the originals are kept with the tasks.",
            "count",
        )
        return say(text, count=self._moved())


def _said(mapping: ColumnMap) -> dict[str, str]:
    for name, to in mapping.columns.items():
        if to not in options(name):
            reason = _("“%(name)s” cannot become “%(to)s”: choose one of %(options)s.")
            choices = ", ".join(options(name))
            raise Refused(say(reason, name=name, to=to, options=choices))
    return dict(mapping.columns)


def _counted(tasks: list[Task]) -> dict[Person, int]:
    counts: dict[Person, int] = {}
    for task in tasks:
        if task.assignee:
            counts[task.assignee] = counts.get(task.assignee, 0) + 1
    return counts


def _whole(text: str | None, default: int, most: int = 10_000) -> int:
    if text and text.isdecimal() and len(text) < 6:
        return min(int(text), most)
    return default
