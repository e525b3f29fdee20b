"""Jira's CSV exports, from Cloud and Data Center, all fields or the current ones.

A Jira project becomes a project, an epic (or what stands above epics) a
milestone, every other issue a task, a sub-task a task below its parent. `Blocks`
links become finish-to-start dependencies. What has no place is kept with the item.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from waypost.exchange.reading.incoming import (
    MAX_MILESTONE_TITLE,
    Choice,
    Incoming,
    Milestone,
    Project,
    Reference,
    Source,
    StatusKind,
    Task,
)
from waypost.exchange.reading.jira_columns import Layout, lay_out, looks_like_jira
from waypost.exchange.reading.jira_drafts import Draft, ProjectDraft
from waypost.exchange.reading.jira_rows import RowReader
from waypost.exchange.reading.jira_tree import Kin, Links, Tree
from waypost.exchange.reading.kept import Kept
from waypost.exchange.reading.mapping import ColumnMap
from waypost.exchange.reading.problems import (
    LEAVE_ROW_OUT,
    Place,
    Problems,
    Trouble,
)
from waypost.exchange.reading.said import Refused, Said, say
from waypost.exchange.reading.sniff import (
    MAX_COLUMNS,
    Row,
    Rows,
    Shape,
    sniff,
)

SYSTEM = "jira"
MAX_NOTED = 10
ENDED = {StatusKind.DONE, StatusKind.DROPPED}


@dataclass(frozen=True, slots=True)
class File:
    """An export that was opened: how it is written, and its header."""

    path: Path
    shape: Shape
    header: list[str]


def open_file(path: Path) -> File:
    """Find out how a CSV file is written and read its header."""
    shape = sniff(path)
    header = next((row.cells for row in Rows(path, shape)), [])
    if not header:
        raise Refused(say(_("The file is empty.")))
    if len(header) > MAX_COLUMNS:
        reason = _("The file has %(count)s columns; Waypost reads up to %(limit)s.")
        raise Refused(say(reason, count=len(header), limit=MAX_COLUMNS))
    return File(path, shape, header)


def is_jira(file: File) -> bool:
    """Say whether the header is one of Jira's."""
    return looks_like_jira(file.header)


def read_jira(file: File, mapping: ColumnMap, answers: Mapping[str, str]) -> Incoming:
    """Read an export: once for its columns, once more for its rows."""
    layout = lay_out(file.header, _body(file), mapping, file.shape.separator)
    source = Source(
        name=file.path.name,
        size=file.path.stat().st_size,
        rows=layout.rows,
        encoding=file.shape.encoding,
        separator=file.shape.separator,
    )
    if layout.missing:
        return Incoming(
            kind=SYSTEM,
            source=source,
            columns=layout.columns,
            notes=layout.notes,
            needs=layout.missing,
        )
    return _Reading(file, layout, mapping, Problems(answers)).incoming(source)


def _body(file: File) -> "_Body":
    return _Body(Rows(file.path, file.shape))


class _Body:
    """The rows below the header."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._left = iter(rows)
        next(self._left, None)

    def __iter__(self) -> "_Body":
        return self

    def __next__(self) -> Row:
        return next(self._left)


class _Reading:
    def __init__(
        self, file: File, layout: Layout, mapping: ColumnMap, problems: Problems
    ) -> None:
        self.file = file
        self.layout = layout
        self.problems = problems
        self.notes: list[Said] = list(layout.notes)
        self.reader = RowReader(
            layout, width=len(file.header), mapping=mapping, problems=problems
        )
        self.same = 0

    def incoming(self, source: Source) -> Incoming:
        tree = Tree(self._drafts(), self.problems)
        tree.hang()
        links = Links(tree)
        links.follow()
        milestones, tasks = self._items(tree, links)
        self._note()
        found = sorted(self.problems.found, key=lambda problem: problem.row)
        return Incoming(
            kind=SYSTEM,
            source=source,
            columns=self.layout.columns,
            projects=self._projects(milestones, tasks),
            milestones=tuple(milestones),
            tasks=tuple(tasks),
            dependencies=tuple(links.inside.values()),
            outside_links=tuple(links.outside),
            problems=tuple(found),
            more_problems=self.problems.more,
            notes=tuple(self.notes),
            people=self.reader.people,
        )

    def _drafts(self) -> dict[str, Draft]:
        drafts: dict[str, Draft] = {}
        body = _body(self.file)
        for row in body:
            draft = self.reader.read(row)
            if draft is not None:
                self._put(drafts, draft)
        self._note_text(body.rows, drafts)
        return drafts

    def _put(self, drafts: dict[str, Draft], draft: Draft) -> None:
        first = drafts.setdefault(draft.key, draft)
        if first is draft:
            return
        if first.title == draft.title:
            self.same += 1
            return
        keep = [
            Choice(f"keep_{name}", say(_("keep row %(row)s"), row=row))
            for name, row in (("first", first.row), ("this", draft.row))
        ]
        reason = say(
            _("stands in row %(row)s too, with another summary"), row=first.row
        )
        trouble = Trouble("duplicate_key", draft.key, reason, tuple(keep))
        column = self.layout.positions["key"][0][1]
        place = Place(draft.row, draft.key, column)
        if self.problems.ask(place, trouble) == "keep_this":
            drafts[draft.key] = draft

    def _note_text(self, rows: Rows, drafts: dict[str, Draft]) -> None:
        if self.file.shape.is_damaged:
            self.notes.append(
                say(_("Some letters of the file are damaged; they are shown as �."))
            )
        if rows.nul_rows:
            text = ngettext_lazy(
                "%(count)s line held NUL bytes; they are taken out.",
                "%(count)s lines held NUL bytes; they are taken out.",
                "count",
            )
            self.notes.append(say(text, count=rows.nul_rows))
        if rows.unclosed:
            self._ask_unclosed(rows.unclosed, drafts)

    def _ask_unclosed(self, number: int, drafts: dict[str, Draft]) -> None:
        key = next((key for key, d in drafts.items() if d.row == number), "")
        reason = say(
            _("opens a quote that is not closed: the rest of the file is in one cell")
        )
        take = Choice("take", say(_("take it as it is")))
        trouble = Trouble("unclosed", "", reason, (LEAVE_ROW_OUT, take))
        if self.problems.ask(Place(number, key), trouble) == LEAVE_ROW_OUT.value:
            drafts.pop(key, None)

    def _items(self, tree: Tree, links: Links) -> tuple[list[Milestone], list[Task]]:
        milestones: list[Milestone] = []
        tasks: list[Task] = []
        for position, key in enumerate(list(tree.drafts)):
            draft, kin = tree.drafts[key], tree.kin[key]
            unkept = kin.unkept | links.unkept.get(key, {})
            if draft.is_epic:
                milestones.append(self._milestone(draft, position, unkept))
            else:
                tasks.append(self._task(draft, kin, position, unkept))
        return milestones, tasks

    def _reference(self, key: str) -> Reference:
        base = self.reader.address
        return Reference(SYSTEM, key, f"{base}/browse/{key}" if base else "")

    def _projects(
        self, milestones: list[Milestone], tasks: list[Task]
    ) -> tuple[Project, ...]:
        used = {m.project for m in milestones} | {t.project for t in tasks}
        drafts = self.reader.projects.values()
        return tuple(self._project(draft) for draft in drafts if draft.key in used)

    def _project(self, draft: ProjectDraft) -> Project:
        return Project(
            key=draft.key,
            name=draft.name or draft.key,
            reference=self._reference(draft.key),
            purpose=draft.purpose,
            kept=Kept.of(draft.kept),
            row=draft.row,
        )

    def _milestone(
        self, draft: Draft, position: int, unkept: dict[str, str]
    ) -> Milestone:
        has_ended = draft.status_kind in ENDED and draft.done_at
        title = draft.title
        if len(title) > MAX_MILESTONE_TITLE:
            unkept = unkept | {self.layout.positions["title"][0][1]: title}
            title = f"{title[: MAX_MILESTONE_TITLE - 1]}…"
        return Milestone(
            key=draft.key,
            row=draft.row,
            title=title,
            project=draft.project,
            reference=self._reference(draft.key),
            criteria=Kept.unpack(draft.body),
            status=draft.status,
            status_kind=draft.status_kind,
            due=draft.due,
            achieved_on=draft.done_at.date() if has_ended and draft.done_at else None,
            position=position,
            kept=_with(draft.kept, self._not_on_milestones(draft) | unkept),
        )

    def _not_on_milestones(self, draft: Draft) -> dict[str, str]:
        """Fields that a milestone lacks stay with it as text, by their column."""
        person = draft.assignee
        texts = {
            "type": draft.type,
            "assignee": (person.email or person.name) if person else "",
            "priority": draft.priority,
            "labels": ", ".join(draft.labels),
            "epic_name": draft.epic_name if draft.epic_name != draft.title else "",
            "start": draft.start.isoformat() if draft.start else "",
            "estimate": _hours(draft.estimate),
            "remaining": _hours(draft.remaining),
            "percent_done": "" if draft.percent is None else f"{draft.percent:g} %",
        }
        return {
            self.layout.positions[name][0][1]: text
            for name, text in texts.items()
            if text
        }

    def _task(
        self, draft: Draft, kin: Kin, position: int, unkept: dict[str, str]
    ) -> Task:
        has_ended = draft.status_kind in ENDED
        if draft.done_at and not has_ended:
            column = self.layout.positions["done_at"][0][1]
            unkept = unkept | {column: draft.done_at.isoformat(sep=" ")}
        return Task(
            key=draft.key,
            row=draft.row,
            title=draft.title,
            project=draft.project,
            reference=self._reference(draft.key),
            kind=draft.type,
            packed_body=draft.body,
            parent=kin.parent,
            wanted_parent=kin.wanted,
            milestone=kin.milestone,
            level=kin.level,
            position=position,
            status=draft.status,
            status_kind=draft.status_kind,
            assignee=draft.assignee,
            estimate_hours=draft.estimate,
            remaining_hours=draft.remaining,
            percent_done=draft.percent,
            start=draft.start,
            due=draft.due,
            done_at=draft.done_at if has_ended else None,
            labels=draft.labels,
            priority=draft.priority,
            kept=_with(draft.kept, unkept),
        )

    def _note(self) -> None:
        if not self.layout.rows:
            self.notes.append(say(_("The file has a header and no rows.")))
        unknown = self.reader.unknown_statuses
        for status, count in list(unknown.items())[:MAX_NOTED]:
            text = ngettext_lazy(
                "“%(status)s” is no status Waypost knows: %(count)s row is read as to"
                " do.",
                "“%(status)s” is no status Waypost knows: %(count)s rows are read as"
                " to do.",
                "count",
            )
            self.notes.append(say(text, status=status, count=count))
        if len(unknown) > MAX_NOTED:
            text = _("%(count)s more statuses are unknown and read as to do.")
            self.notes.append(say(text, count=len(unknown) - MAX_NOTED))
        if self.same:
            text = ngettext_lazy(
                "%(count)s row stands in the file twice; the first is taken.",
                "%(count)s rows stand in the file twice; the first of each is taken.",
                "count",
            )
            self.notes.append(say(text, count=self.same))


def _with(kept: Kept, more: dict[str, str]) -> Kept:
    return Kept.of({**kept, **more}) if more else kept


def _hours(hours: float | None) -> str:
    return "" if hours is None else f"{hours:g} h"
