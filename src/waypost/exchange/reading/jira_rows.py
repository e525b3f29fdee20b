"""One row of a Jira export read into a draft, with what is wrong in it."""

import re
from datetime import datetime
from functools import lru_cache
from sys import intern

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.dates import NotADate, read_moment
from waypost.exchange.reading.incoming import (
    MAX_TITLE,
    Choice,
    Person,
    StatusKind,
)
from waypost.exchange.reading.jira_columns import Layout
from waypost.exchange.reading.jira_drafts import Draft, ProjectDraft
from waypost.exchange.reading.jira_words import (
    EPICS,
    NOBODY,
    OF_PROJECT,
    SUBTASKS,
    kind_of_status,
    plain,
)
from waypost.exchange.reading.kept import Kept
from waypost.exchange.reading.mapping import ColumnMap
from waypost.exchange.reading.numbers import read_number, read_seconds
from waypost.exchange.reading.problems import (
    LEAVE_EMPTY,
    LEAVE_ROW_OUT,
    TAKE_IT,
    Place,
    Problems,
    Trouble,
)
from waypost.exchange.reading.said import Said, say
from waypost.exchange.reading.sniff import Row
from waypost.exchange.reading.spill import Spill

KEY = re.compile(r"(.+)-\d+", re.DOTALL)
ADDRESS = re.compile(r"(https?://[^;\s\"<>]{1,200}?)/(?:rest/api/|secure/attachment/)")
SEVERAL = re.compile(r"[,;\s]+")
ROWS_SEARCHED_FOR_ADDRESS = 500
# A big file says the same few lengths again and again; some of them are `Exact`.
_seconds = lru_cache(maxsize=4096, typed=True)(read_seconds)


class LeaveOut(Exception):
    """The row is left out, as the person chose."""


class RowReader:
    """Reads rows by a layout; remembers projects, people and unknown statuses."""

    def __init__(
        self, layout: Layout, *, width: int, mapping: ColumnMap, problems: Problems
    ) -> None:
        self.layout = layout
        self.width = width
        self.mapping = mapping
        self.problems = problems
        self.projects: dict[str, ProjectDraft] = {}
        self.people: dict[Person, int] = {}
        self.unknown_statuses: dict[str, int] = {}
        self.address = ""
        self.spill = Spill()
        self.home = ""  # the project of rows that name none
        self.made: dict[str, int] = {}  # keys of rows that brought none
        self._of_project = [
            place for place in layout.kept if plain(place[1]) in OF_PROJECT
        ]
        self._kept = [place for place in layout.kept if place not in self._of_project]
        self._places = layout.positions
        self._persons: dict[tuple[str, str], Person] = {}

    def read(self, row: Row) -> Draft | None:
        """Read one row; none if it is left out."""
        try:
            return self._draft(row)
        except LeaveOut:
            return None

    def _draft(self, row: Row) -> Draft:
        key = self._key(row)
        self._check_width(row, key)
        draft = Draft(row.number, key, self._title(row, key))
        draft.project = self._project(row, key)
        draft.type = intern(self._one(row, "type"))
        draft.is_epic = plain(draft.type) in EPICS
        draft.is_subtask = plain(draft.type) in SUBTASKS
        draft.id = self._one(row, "id")
        draft.body = Kept.put(self._one(row, "body"), self.spill)
        draft.priority = intern(self._one(row, "priority"))
        draft.epic_name = self._one(row, "epic_name")
        draft.labels = self._labels(row)
        draft.assignee = self._person(row)
        self._read_keys(row, draft)
        strange = self._read_values(row, draft)
        draft.kept = self._keep(row, strange)
        return draft

    def implied(self, _drafts: dict[str, Draft]) -> dict[str, Draft]:
        """Return items that rows name and that have no row of their own."""
        return {}

    # ── texts

    def _texts(self, row: Row, name: str) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        cells = row.cells
        for at, column in self._places.get(name, ()):
            if at < len(cells) and (text := cells[at].strip()):
                found.append((text, column))
        return found

    def _one(self, row: Row, name: str) -> str:
        cells = row.cells
        for at, _column in self._places.get(name, ()):
            if at < len(cells) and (text := cells[at].strip()):
                return text
        return ""

    def _key(self, row: Row) -> str:
        if key := self._one(row, "key"):
            return key[:200]
        self._require_something(row)
        reason = say(_("is empty: without it the row cannot be found again"))
        place = Place(row.number, "", self._column_of("key"))
        self.problems.ask(place, Trouble("no_key", "", reason, (LEAVE_ROW_OUT,)))
        raise LeaveOut

    def _require_something(self, row: Row) -> None:
        if not any(cell.strip() for cell in row.cells):
            raise LeaveOut

    def _title(self, row: Row, key: str) -> str:
        title = " ".join(self._one(row, "title").split())
        if title:
            return title if len(title) <= MAX_TITLE else f"{title[: MAX_TITLE - 1]}…"
        as_key = Choice("key_as_title", say(_("title “%(key)s”"), key=key))
        reason = say(_("is empty, and a task needs a title"))
        trouble = Trouble("empty_title", "", reason, (LEAVE_ROW_OUT, as_key))
        place = Place(row.number, key, self._column_of("title"))
        if self.problems.ask(place, trouble) == LEAVE_ROW_OUT.value:
            raise LeaveOut
        return key

    def _column_of(self, name: str) -> str:
        places = self.layout.positions.get(name, ())
        return places[0][1] if places else ""

    def _check_width(self, row: Row, key: str) -> None:
        """A row of another width than the header may have slipped sideways."""
        width = len(row.cells)
        if width == self.width or (
            width > self.width and not any(row.cells[self.width :])
        ):
            return
        values = {"cells": width, "columns": self.width}
        if width < self.width:
            reason = say(_("has %(cells)s cells under %(columns)s columns"), **values)
            choices = (TAKE_IT, LEAVE_ROW_OUT)
        else:
            reason = say(
                _("has %(cells)s cells under %(columns)s columns: they have slipped"),
                **values,
            )
            choices = (LEAVE_ROW_OUT, TAKE_IT)
        trouble = Trouble("ragged", "", reason, choices)
        if self.problems.ask(Place(row.number, key), trouble) == LEAVE_ROW_OUT.value:
            raise LeaveOut

    # ── fields

    def _project(self, row: Row, key: str) -> str:
        found = KEY.fullmatch(key)
        project = self._one(row, "project_key") or (found[1] if found else "")
        name = self._one(row, "project_name")
        project = intern(project or name or "JIRA")
        known = self.projects.get(project)
        if known is None:
            known = self.projects[project] = ProjectDraft(project, row.number)
        known.name = known.name or name
        known.purpose = known.purpose or self._one(row, "project_purpose")
        for at, column in self._of_project:
            if at < len(row.cells) and row.cells[at] and column not in known.kept:
                known.kept[column] = row.cells[at]
        return project

    def _labels(self, row: Row) -> tuple[str, ...]:
        texts = [text for text, _column in self._texts(row, "labels")]
        labels = [intern(label) for text in texts for label in _words(text)]
        return tuple(dict.fromkeys(labels))

    def _person(self, row: Row) -> Person | None:
        text, account = self._one(row, "assignee"), self._one(row, "assignee_account")
        if not text:
            return None
        person = self._persons.get((text, account))
        if person is None:
            if plain(text) in NOBODY:
                return None
            name, email = _name_and_mail(text)
            person = Person(name or email, email, account)
            self._persons[text, account] = person
        self.people[person] = self.people.get(person, 0) + 1
        return person

    def _read_keys(self, row: Row, draft: Draft) -> None:
        draft.parents = self._texts(row, "parent")
        draft.epics = self._texts(row, "epic")
        draft.blocks = self._links(row, "blocks")
        draft.waits_for = self._links(row, "waits_for")

    def _links(self, row: Row, name: str) -> list[tuple[str, str]]:
        return [
            (key, column)
            for text, column in self._texts(row, name)
            for key in _words(text)
        ]

    def _read_values(self, row: Row, draft: Draft) -> dict[str, str]:
        """Read dates, lengths and the status; give the texts that were no values."""
        strange: dict[str, str] = {}
        draft.status = intern(self._one(row, "status"))
        draft.status_kind = self._status_kind(row, draft.status)
        start = self._moment(row, draft.key, "start", strange)
        due = self._moment(row, draft.key, "due", strange)
        draft.start = start.date() if start else None
        draft.due = due.date() if due else None
        self._check_order(row, draft, strange)
        draft.done_at = self._moment(row, draft.key, "done_at", strange)
        draft.estimate = self._hours(row, draft.key, "estimate", strange)
        draft.remaining = self._hours(row, draft.key, "remaining", strange)
        draft.percent = self._percent(row, draft.key, strange)
        if draft.title.endswith("…"):
            strange[self._column_of("title")] = self._one(row, "title")
        resolution = self._texts(row, "resolution")
        strange.update({column: text for text, column in resolution[:1]})
        return strange

    def _check_order(self, row: Row, draft: Draft, strange: dict[str, str]) -> None:
        if not (draft.start and draft.due and draft.due < draft.start):
            return
        column = self._column_of("start")
        text = draft.start.isoformat()
        reason = say(_("is after the due date, %(date)s"), date=draft.due.isoformat())
        strange[column], draft.start = text, None
        self._bad_value(Place(row.number, draft.key, column), text, reason)

    def _status_kind(self, row: Row, status: str) -> StatusKind:
        if status in self.mapping.statuses:
            return self.mapping.statuses[status]
        category = self._one(row, "status_category")
        kind = kind_of_status(status, category, self._one(row, "resolution"))
        if kind is None:
            if status:
                seen = self.unknown_statuses.get(status, 0)
                self.unknown_statuses[status] = seen + 1
            return StatusKind.TODO
        return kind

    def _moment(
        self, row: Row, key: str, name: str, strange: dict[str, str]
    ) -> datetime | None:
        for text, column in self._texts(row, name):
            try:
                return read_moment(text[:80], self.layout.orders.get(column))
            except NotADate as wrong:
                strange[column] = text
                place = Place(row.number, key, column)
                return self._bad_date(place, text, wrong)
        return None

    def _bad_date(self, place: Place, text: str, wrong: NotADate) -> datetime | None:
        choices: tuple[Choice, ...] = (LEAVE_EMPTY, LEAVE_ROW_OUT)
        if wrong.nearest:
            said = say(_("use %(date)s"), date=wrong.nearest.isoformat())
            choices = (Choice("nearest", said), *choices)
        trouble = Trouble("bad_date", text, wrong.reason, choices)
        chosen = self.problems.ask(place, trouble)
        if chosen == LEAVE_ROW_OUT.value:
            raise LeaveOut
        if chosen == "nearest" and wrong.nearest:
            return datetime.combine(wrong.nearest, datetime.min.time())
        return None

    def _hours(
        self, row: Row, key: str, name: str, strange: dict[str, str]
    ) -> float | None:
        for text, column in self._texts(row, name):
            unit = self.layout.units.get(column, "s")
            seconds = _seconds(text, self.layout.mark, plain_unit=unit)
            if seconds is not None and seconds >= 0:
                return float(seconds / 3600)
            reason = (
                say(_("is not a length of time"))
                if seconds is None
                else say(_("is less than nothing"))
            )
            strange[column] = text
            self._bad_value(Place(row.number, key, column), text, reason)
            return None
        return None

    def _percent(self, row: Row, key: str, strange: dict[str, str]) -> float | None:
        for text, column in self._texts(row, "percent_done"):
            number = read_number(text.rstrip("% \u00a0\u202f"), self.layout.mark)
            if number is not None and 0 <= number <= 100:
                return float(number)
            strange[column] = text
            reason = say(_("is not a percentage from 0 to 100"))
            self._bad_value(Place(row.number, key, column), text, reason)
            return None
        return None

    def _bad_value(self, place: Place, text: str, reason: Said) -> None:
        trouble = Trouble("bad_value", text, reason, (LEAVE_EMPTY, LEAVE_ROW_OUT))
        if self.problems.ask(place, trouble) == LEAVE_ROW_OUT.value:
            raise LeaveOut

    def _keep(self, row: Row, strange: dict[str, str]) -> Kept:
        texts: dict[str, str] = {}
        cells = row.cells
        for at, column in self._kept:
            if at < len(cells) and (text := cells[at]):
                texts[column] = f"{texts[column]}\n{text}" if column in texts else text
        if not self.address and row.number < ROWS_SEARCHED_FOR_ADDRESS:
            self._look_for_address(row)
        if len(cells) > self.width:
            spare = [cell for cell in cells[self.width :] if cell]
            texts.update({"…": "\n".join(spare)} if spare else {})
        return Kept.of(texts | strange, self.spill)

    def _look_for_address(self, row: Row) -> None:
        """Attachments name the address of the Jira they come from."""
        for cell in row.cells:
            if "://" in cell and (found := ADDRESS.search(cell)):
                self.address = found[1]
                return


def _name_and_mail(text: str) -> tuple[str, str]:
    """Split a name from the address behind it, if there is one.

    Seen once from its end: a pattern would look again from each letter of a long text.

    >>> _name_and_mail("Ada Moss <ada@example.org>")
    ('Ada Moss', 'ada@example.org')
    >>> _name_and_mail("Ada Moss")
    ('Ada Moss', '')
    """
    head, at, domain = text.removesuffix(">").rpartition("@")
    start = len(head)
    while start and not _ends_address(head[start - 1]):
        start -= 1
    if not at or not domain or start == len(head) or any(map(_ends_address, domain)):
        return text, ""
    return head[:start].removesuffix("<").strip(), f"{head[start:]}@{domain}"


def _ends_address(letter: str) -> bool:
    return letter in "<>@" or letter.isspace()


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text that names several things."""
    return tuple(word for word in SEVERAL.split(text) if word)
