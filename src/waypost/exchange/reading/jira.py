"""Jira's CSV exports, from Cloud and Data Center, all fields or the current ones.

A Jira project becomes a project, an epic (or what stands above epics) a
milestone, every other issue a task, a sub-task a task below its parent. `Blocks`
links become finish-to-start dependencies. What has no place is kept with the item.
"""

from collections.abc import Mapping
from dataclasses import dataclass

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
from waypost.exchange.reading.jira_columns import Layout, lay_out
from waypost.exchange.reading.jira_drafts import Draft, ProjectDraft
from waypost.exchange.reading.jira_fields import LEXICON
from waypost.exchange.reading.jira_rows import RowReader
from waypost.exchange.reading.jira_tree import Kin, Links, Tree
from waypost.exchange.reading.jira_words import field_of
from waypost.exchange.reading.kept import Kept
from waypost.exchange.reading.lexicon import Lexicon
from waypost.exchange.reading.mapping import ColumnMap
from waypost.exchange.reading.problems import (
    LEAVE_ROW_OUT,
    Place,
    Problems,
    Trouble,
)
from waypost.exchange.reading.said import Said, say
from waypost.exchange.reading.sniff import Rows
from waypost.exchange.reading.tables import File, text_notes
from waypost.exchange.reading.xlsx import SheetRows

SYSTEM = "jira"
MAX_NOTED = 10
ENDED = {StatusKind.DONE, StatusKind.DROPPED}


def is_jira(header: list[str]) -> bool:
    """Say whether a header has a column for the key and one for the summary."""
    return {"key", "title"} <= {field_of(name) for name in header if name}


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table of issues differs from others: its words, and how rows are read."""

    system: str
    lexicon: Lexicon
    rows: type[RowReader]
    finds_by_title: bool = False


def read_jira(file: File, mapping: ColumnMap, answers: Mapping[str, str]) -> Incoming:
    """Read an export: once for its columns, once more for its rows."""
    return read_issues(file, mapping, answers, dialect=DIALECT)


def read_issues(
    file: File, mapping: ColumnMap, answers: Mapping[str, str], *, dialect: Dialect
) -> Incoming:
    """Read a table of issues of any dialect."""
    lexicon = dialect.lexicon
    separator = file.shape.separator
    layout = lay_out(file.header, file.body(), mapping, separator, lexicon=lexicon)
    source = file.source(layout.rows)
    if layout.missing:
        return Incoming(
            kind=dialect.system,
            source=source,
            columns=layout.columns,
            notes=(*file.notes, *layout.notes),
            needs=layout.missing,
        )
    problems = Problems(answers)
    return _Reading(file, layout, mapping, problems, dialect).incoming(source)


class _Reading:
    def __init__(
        self,
        file: File,
        layout: Layout,
        mapping: ColumnMap,
        problems: Problems,
        dialect: Dialect,
    ) -> None:
        self.file = file
        self.layout = layout
        self.problems = problems
        self.dialect = dialect
        self.notes: list[Said] = [*file.notes, *layout.notes]
        self.reader = dialect.rows(
            layout, width=len(file.header), mapping=mapping, problems=problems
        )
        self.reader.home = file.path.stem
        self.same = 0

    def incoming(self, source: Source) -> Incoming:
        by_title = self.dialect.finds_by_title
        tree = Tree(self._drafts(), self.problems, by_title=by_title)
        tree.hang()
        links = Links(tree)
        links.follow()
        milestones, tasks = self._items(tree, links)
        self._note()
        found = sorted(self.problems.found, key=lambda problem: problem.row)
        return Incoming(
            kind=self.dialect.system,
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
        body = self.file.body()
        for row in body:
            draft = self.reader.read(row)
            if draft is not None:
                self._put(drafts, draft)
        self._note_text(body.rows, drafts)
        return drafts | self.reader.implied(drafts)

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

    def _note_text(self, rows: Rows | SheetRows, drafts: dict[str, Draft]) -> None:
        self.notes.extend(text_notes(self.file, rows))
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
        return Reference(
            self.dialect.system, key, f"{base}/browse/{key}" if base else ""
        )

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
            kept=Kept.of(draft.kept, self.reader.spill),
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
            kept=self._with(draft.kept, self._not_on_milestones(draft) | unkept),
        )

    def _with(self, kept: Kept, more: dict[str, str]) -> Kept:
        if not more:
            return kept
        return Kept.of({**kept.texts(), **more}, self.reader.spill)

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
            kept=self._with(draft.kept, unkept),
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


def _hours(hours: float | None) -> str:
    return "" if hours is None else f"{hours:g} h"


DIALECT = Dialect(SYSTEM, LEXICON, RowReader)
