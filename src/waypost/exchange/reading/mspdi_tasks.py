"""One task of Microsoft Project XML, read into a draft."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.dates import NotADate, read_moment
from waypost.exchange.reading.incoming import (
    KEEP,
    LEAVE_OUT,
    MAX_TITLE,
    Choice,
    Constraint,
    ConstraintKind,
    LinkKind,
    StatusKind,
)
from waypost.exchange.reading.kept import Kept
from waypost.exchange.reading.mspdi_constraints import constraint
from waypost.exchange.reading.mspdi_custom import CustomFields
from waypost.exchange.reading.mspdi_fields import (
    CONSTRAINTS,
    DEFAULTS,
    MONEY,
    TAKEN,
    becomes,
)
from waypost.exchange.reading.mspdi_spans import (
    iso_hours,
    iso_minutes,
    read_duration,
    read_lag,
)
from waypost.exchange.reading.problems import (
    LEAVE_EMPTY,
    LEAVE_ROW_OUT,
    Place,
    Problems,
    Trouble,
)
from waypost.exchange.reading.said import Said, say
from waypost.exchange.reading.spans import STANDARD, Span
from waypost.exchange.reading.xml_records import Node

MAX_SAMPLE = 80
LINK_KINDS = {"0": "FF", "1": "FS", "2": "SF", "3": "SS"}
NORMAL_PRIORITY = "500"


class LeaveOut(Exception):
    """The task is left out, as the person chose."""


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A link as it stands with the task that waits."""

    waits_for: str
    kind: LinkKind
    lag: Span | None
    is_outside: bool
    where: str = ""


@dataclass(slots=True)
class TaskDraft:
    """A task whose texts are read, before it is tied to the others."""

    key: str
    row: int
    title: str
    level: int = 1
    is_summary: bool = False
    is_milestone: bool = False
    is_external: bool = False
    body: str = ""
    status_kind: StatusKind = StatusKind.TODO
    percent: float | None = None
    start: date | None = None
    due: date | None = None
    done_at: datetime | None = None
    duration: Span | None = None
    is_fixed: bool = False
    estimate: float | None = None
    remaining: float | None = None
    constraint: Constraint | None = None
    priority: str = ""
    calendar: str = ""
    links: list[LinkDraft] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    packed: Kept | None = None
    leads_to: str = ""


@dataclass(slots=True)
class Usage:
    """How often an element is filled, and one text of it."""

    filled: int = 0
    sample: str = ""

    def see(self, text: str) -> None:
        """Count one task that has something there."""
        self.filled += 1
        self.sample = self.sample or text[:MAX_SAMPLE]


class TaskReader:
    """Reads tasks one by one; counts how their elements are used."""

    def __init__(self, problems: Problems, said: dict[str, str]) -> None:
        self.problems = problems
        self.said = said
        self.norms = STANDARD
        self.duration_format = 7
        self.usage: dict[str, Usage] = {}
        self.custom = CustomFields()
        self.custom_names: set[str] = set()
        self.blank = 0
        self.count = 0

    def read(self, node: Node) -> TaskDraft | None:
        """Read one task; none for a blank row or one that is left out."""
        self.count += 1
        if node.flag("IsNull"):
            self.blank += 1
            return None
        self._see(node)
        try:
            return self._draft(node)
        except LeaveOut:
            return None

    def becomes(self, name: str) -> str:
        """Say what an element becomes, as guessed or as said."""
        return self.said.get(name) or becomes(name)

    def _see(self, node: Node) -> None:
        for child in node.children:
            text = child.text or (child.children[0].text if child.children else "")
            if text not in DEFAULTS or child.name in {"UID", "ID"}:
                self.usage.setdefault(child.name, Usage()).see(text)

    def _get(self, node: Node, name: str) -> str:
        """Give an element's text, where it becomes what it stands for."""
        return node.get(name) if self.becomes(name) == TAKEN[name] else ""

    def _draft(self, node: Node) -> TaskDraft:
        key, number = node.get("UID"), node.get("ID")
        row = int(number) if number.isdecimal() and len(number) < 10 else self.count
        if not key:
            reason = say(_("has no UID, and could not be found again"))
            trouble = Trouble("no_key", node.get("Name"), reason, (LEAVE_ROW_OUT,))
            self.problems.ask(Place(row, "", "UID"), trouble)
            raise LeaveOut
        draft = TaskDraft(key, row, self._title(node, row, key))
        draft.level = _level(node)
        draft.is_summary = node.flag("Summary")
        draft.is_milestone = self._get(node, "Milestone").lower() in {"1", "true"}
        draft.is_external = node.flag("ExternalTask")
        draft.body = self._get(node, "Notes")
        self._read_dates(node, draft)
        self._read_work(node, draft)
        self._read_status(node, draft)
        self._read_constraint(node, draft)
        draft.calendar = self._get(node, "CalendarUID")
        priority = self._get(node, "Priority")
        draft.priority = "" if priority == NORMAL_PRIORITY else priority
        self._read_links(node, draft)
        self._keep(node, draft)
        draft.packed, draft.kept = Kept.of(draft.kept), {}
        return draft

    def _title(self, node: Node, row: int, key: str) -> str:
        title = " ".join(node.get("Name").split())
        is_project = key == "0" or node.get("OutlineLevel") == "0"
        if title or is_project:
            return title[:MAX_TITLE]
        name = f"#{row}"
        as_number = Choice("number_as_title", say(_("title “%(name)s”"), name=name))
        reason = say(_("is empty, and a task needs a title"))
        trouble = Trouble("empty_title", "", reason, (LEAVE_ROW_OUT, as_number))
        if self.problems.ask(Place(row, key, "Name"), trouble) == "leave_row_out":
            raise LeaveOut
        return name

    def _moment(self, node: Node, name: str, draft: TaskDraft) -> datetime | None:
        text = self._get(node, name)
        if not text or text.upper() == "NA":
            return None
        try:
            return read_moment(text[:80])
        except NotADate as wrong:
            draft.kept[name] = text
            self._bad(draft, name, text, wrong.reason)
            return None

    def _bad(self, draft: TaskDraft, name: str, text: str, reason: Said) -> None:
        trouble = Trouble("bad_value", text, reason, (LEAVE_EMPTY, LEAVE_ROW_OUT))
        if self.problems.ask(Place(draft.row, draft.key, name), trouble) != "empty":
            raise LeaveOut

    def _read_dates(self, node: Node, draft: TaskDraft) -> None:
        start = self._moment(node, "Start", draft)
        due = self._moment(node, "Finish", draft)
        draft.start = start.date() if start else None
        draft.due = due.date() if due else None
        draft.done_at = self._moment(node, "ActualFinish", draft)
        if draft.start and draft.due and draft.due < draft.start:
            text = draft.start.isoformat()
            draft.kept["Start"] = text
            reason = say(_("is after the finish, %(date)s"), date=draft.due.isoformat())
            self._bad(draft, "Start", text, reason)
            draft.start = None

    def _read_work(self, node: Node, draft: TaskDraft) -> None:
        text = self._get(node, "Duration")
        draft.duration = read_duration(
            text,
            node.get("DurationFormat"),
            is_estimated=node.flag("Estimated"),
            default=self.duration_format,
        )
        if text and (draft.duration is None or draft.duration.minutes < 0):
            draft.kept["Duration"], draft.duration = text, None
            self._bad(draft, "Duration", text, say(_("is not a length of time")))
        draft.is_fixed = self._get(node, "Type") == "1"
        draft.estimate = self._hours(node, "Work", draft)
        draft.remaining = self._hours(node, "RemainingWork", draft)
        if not draft.estimate:
            # No work is what Project writes where nobody is assigned.
            draft.estimate = draft.remaining = None

    def _hours(self, node: Node, name: str, draft: TaskDraft) -> float | None:
        text = self._get(node, name)
        if not text:
            return None
        hours = iso_hours(text)
        if hours is not None and hours >= 0:
            return hours
        draft.kept[name] = text
        not_time, negative = _("is not a length of time"), _("is less than nothing")
        self._bad(draft, name, text, say(not_time if hours is None else negative))
        return None

    def _read_status(self, node: Node, draft: TaskDraft) -> None:
        text = self._get(node, "PercentComplete")
        percent = _decimal(text)
        if percent is not None and 0 <= percent <= 100:
            draft.percent = float(percent)
        elif text:
            draft.kept["PercentComplete"] = text
            reason = say(_("is not a percentage from 0 to 100"))
            self._bad(draft, "PercentComplete", text, reason)
        if self._get(node, "Active").lower() in {"0", "false"}:
            draft.status_kind = StatusKind.DROPPED
        elif draft.percent == 100:
            draft.status_kind = StatusKind.DONE
        elif draft.percent or node.get("ActualStart"):
            draft.status_kind = StatusKind.DOING
        if draft.done_at and draft.status_kind is not StatusKind.DONE:
            draft.kept["ActualFinish"] = draft.done_at.isoformat(sep=" ")
            draft.done_at = None

    def _read_constraint(self, node: Node, draft: TaskDraft) -> None:
        code = self._get(node, "ConstraintType")
        original = CONSTRAINTS.get(code, "")
        on = self._moment(node, "ConstraintDate", draft)
        deadline = self._moment(node, "Deadline", draft)
        if code not in {"", "0"} and original:
            said = on.date().isoformat() if on and code != "1" else ""
            draft.kept["Constraint"] = f"{original} {said}".strip()
            length = _length(draft)
            day = on.date() if on else None
            draft.constraint = constraint(code, day, length)
        if deadline:
            draft.kept["Deadline"] = deadline.date().isoformat()
            has_none = (
                draft.constraint is None or draft.constraint.kind is ConstraintKind.NONE
            )
            if has_none:
                draft.constraint = Constraint(
                    ConstraintKind.BY_DATE, deadline.date(), "Deadline"
                )

    def _read_links(self, node: Node, draft: TaskDraft) -> None:
        if self.becomes("PredecessorLink") != TAKEN["PredecessorLink"]:
            return
        for link in node.all("PredecessorLink"):
            lag_text = link.get("LinkLag", "0")
            lag = read_lag(lag_text, link.get("LagFormat"))
            if lag is None:
                draft.kept["LinkLag"] = lag_text
                self._bad(draft, "LinkLag", lag_text, say(_("is not a lag")))
            kind = LinkKind(LINK_KINDS.get(link.get("Type", "1"), "FS"))
            draft.links.append(
                LinkDraft(
                    link.get("PredecessorUID"),
                    kind,
                    lag if lag and lag.minutes else None,
                    is_outside=link.flag("CrossProject"),
                    where=link.get("CrossProjectName"),
                )
            )

    def _keep(self, node: Node, draft: TaskDraft) -> None:
        for child in node.children:
            if child.name in {"ExtendedAttribute", "OutlineCode"}:
                self._keep_custom(child, draft)
            elif child.name == "Baseline":
                self._keep_baseline(child, draft)
            elif child.name == "WBS" and child.text != node.get("OutlineNumber"):
                draft.kept["WBS"] = child.text
            elif self.becomes(child.name) == KEEP and child.text not in DEFAULTS:
                draft.kept.setdefault(child.name, self._readable(child))

    def _keep_custom(self, node: Node, draft: TaskDraft) -> None:
        name, text = self.custom.read(node)
        self.custom_names.add(name)
        if text:
            self.usage.setdefault(name, Usage()).see(text)
            if self.said.get(name) != LEAVE_OUT:
                draft.kept[name] = text

    def _keep_baseline(self, node: Node, draft: TaskDraft) -> None:
        if self.becomes("Baseline") == LEAVE_OUT:
            return
        number = node.get("Number", "0")
        parts = [
            f"{child.name} {self._readable(child)}"
            for child in node.children
            if child.name in {"Start", "Finish", "Duration", "Work", "Cost"}
            and child.text not in DEFAULTS
        ]
        if parts:
            name = "Baseline" if number == "0" else f"Baseline {number}"
            draft.kept[name] = ", ".join(parts)

    def _readable(self, node: Node) -> str:
        """Write durations in hours and money in whole units."""
        minutes = iso_minutes(node.text) if node.text.startswith("P") else None
        if minutes is not None:
            return Span(minutes).words(self.norms)
        if node.name in MONEY:
            amount = _decimal(node.text)
            if amount is not None:
                # Money is written in hundredths, whatever the currency.
                return f"{amount / 100:.2f}"
        return node.text


def _level(node: Node) -> int:
    text = node.get("OutlineLevel")
    if text.isdecimal() and len(text) < 4:
        return int(text)
    number = node.get("OutlineNumber")
    return number.count(".") + 1 if number else 1


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip()) if len(text) < 40 else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _length(draft: TaskDraft) -> timedelta:
    return draft.due - draft.start if draft.start and draft.due else timedelta()
