"""People from a table, found again by e-mail; nobody is mailed."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from waypost.core import history
from waypost.exchange import access as exchange_access
from waypost.exchange.brought import Phase, Source, Tell
from waypost.exchange.preview import FieldRow, Preview
from waypost.exchange.reading import Sheet, read_sheet
from waypost.exchange.reading.incoming import Choice, Problem
from waypost.exchange.reading.problems import (
    LEAVE_EMPTY,
    LEAVE_ROW_OUT,
    Trouble,
)
from waypost.exchange.reading.said import say
from waypost.exchange.reading.sheets import Entry, LeftOut
from waypost.exchange.sheets.memory import Memory, compare
from waypost.exchange.sheets.people_here import PeopleHere, folded
from waypost.exchange.sheets.people_writing import Draft, Writing
from waypost.exchange.sheets.rows import (
    Extra,
    Item,
    Rows,
    preview_of_rows,
    problems_of,
    require_size,
)
from waypost.exchange.taking.people import CHOSEN
from waypost.exchange.taking.troubles import PERSON, Troubles
from waypost.people import access
from waypost.people.models import Calendar, Membership, Person, Team

SYSTEM = "people"
MOST = 50_000
MOST_TEAMS = 300  # of more, one is named
Role = Person.Role
ROLES = {
    **dict.fromkeys(("viewer", "reader", "read only", "guest"), Role.VIEWER),
    **dict.fromkeys(("member", "user", "employee", "contributor"), Role.MEMBER),
    **dict.fromkeys(("manager", "planner", "lead"), Role.MANAGER),
    **dict.fromkeys(("admin", "administrator", "owner"), Role.ADMIN),
}
NO_TEAM = Choice("no_team", say(_("no team")))
MAKE_TEAM = Choice("make", say(_("make this team")))
AS_MEMBER = Choice("member", say(_("make them a member")))
AS_ADMIN = Choice("admin", say(_("make them an admin")))
STAYS = Choice("as_it_is", say(_("leave it as it is here")))
TAKE_AWAY = Choice("take_away", say(_("take their administration away")))


@dataclass(slots=True)
class BroughtPeople:
    """People, compared with those who are here."""

    actor: Person
    sheet: Sheet
    troubles: Troubles
    memory: Memory
    rows: Rows = field(default_factory=Rows)
    drafts: list[Draft] = field(default_factory=list)
    teams: dict[str, Team | None] = field(default_factory=dict)

    kind = "people"
    blocked: Sequence[str] = ()

    @property
    def is_read(self) -> bool:
        """Whether its columns say enough to make anything of it."""
        return not self.sheet.needs

    @property
    def changes_something(self) -> bool:
        """Whether writing it would write anything."""
        return bool(self.rows.written)

    def problems(self) -> tuple[Problem, ...]:
        """Return what cannot be taken as it stands."""
        return problems_of(self.sheet, self.troubles)

    def preview(self) -> Preview:
        """Return what the steps of the import show."""
        quiet = say(
            _("Nobody is mailed: invite people from their page when it is time.")
        )
        extra = Extra(needs=self.sheet.needs, notes=(quiet,) if self.is_read else ())
        return preview_of_rows(self.sheet, self.rows, self.problems(), extra)

    def projects(self) -> list[int]:
        """People go into no project."""
        return []

    def ready(self) -> Any:
        """Nothing has to be made ready."""

    def write(
        self, change: history.Recorder, now: datetime, *, ready: Any, tell: Tell | None
    ) -> list[int]:
        """Write the people, managers before those whom they manage."""
        Writing(self, change, now).run(tell)
        return []


def study_people(viewer: Person, source: Source, begin: Phase) -> BroughtPeople:
    """Read a table of people and compare it with who is here.

    Raises
    ------
    waypost.core.access.Denied
        If `viewer` is no admin.
    """
    exchange_access.require_kind(viewer, "people")
    begin("reading")
    answers = dict(source.answers or {})
    sheet = read_sheet(
        source.path, kind="people", mapping=source.mapping, answers=answers
    )
    require_size(sheet, MOST, _("More than %(rows)s people in one file: split it."))
    memory = Memory(SYSTEM, Person, str(viewer.pk))
    brought = BroughtPeople(viewer, sheet, Troubles({}), memory)
    if brought.is_read:
        begin("comparing")
        _Study(brought, answers).run()
    return brought


class _Study:
    def __init__(self, brought: BroughtPeople, answers: dict[str, str]) -> None:
        self.brought, self.answers = brought, answers
        self.sheet, self.troubles = brought.sheet, brought.troubles
        self.people = PeopleHere(brought.actor, brought.troubles, answers)
        teams = access.visible_teams(brought.actor)
        self.teams = {folded(team.name): team for team in teams}
        self.calendars = {folded(c.name): c for c in Calendar.objects.all()}
        self.by_email: dict[str, Draft] = {}
        self.asked: dict[str, bool] = {}

    def run(self) -> None:
        for entry in self.sheet.entries():
            try:
                self._read(entry)
            except LeftOut:
                continue
        seen = access.visible_people(self.brought.actor)
        self.brought.memory.load(self.by_email, seen)
        self._find_managers()
        members = self._members()
        for draft in self.by_email.values():
            self._compare(draft, members)
        self.brought.drafts = list(self.by_email.values())

    def _read(self, entry: Entry) -> None:
        email = entry.text("email").lower()
        entry.key.append(email[:200])
        self._check_email(entry, email)
        person = self.people.by_email.get(email.casefold())
        name = entry.text("name", most=200)
        if not name and person is None:
            raise entry.refuse("name", say(_("is empty, and a new person needs one")))
        values = {
            "name": name or None,
            "role": self._role(entry, person),
            "calendar": self._calendar(entry),
            "capacity_hours_per_week": self._capacity(entry),
            "locale": self._locale(entry),
        }
        draft = Draft(entry, email, values, entry.text("manager"), person=person)
        draft.team = self._team(entry)
        self.by_email[email] = draft

    def _check_email(self, entry: Entry, email: str) -> None:
        if not email:
            raise entry.refuse("email", say(_("is empty: people are found by it")))
        try:
            validate_email(email)
        except ValidationError:
            raise entry.refuse("email", say(_("is no e-mail address"))) from None
        if email in self.by_email:
            first = self.by_email[email].entry.number
            raise entry.refuse("email", say(_("stands in row %(row)s too"), row=first))

    def _role(self, entry: Entry, person: Person | None) -> str | None:
        text = entry.text("role")
        if not text:
            return None
        role = ROLES.get(folded(text))
        if role is None:
            words = ", ".join(str(each.value) for each in Role)
            reason = say(_("is no role: give one of %(roles)s"), roles=words)
            entry.ask(
                "role", Trouble("bad_value", text, reason, (LEAVE_EMPTY, LEAVE_ROW_OUT))
            )
            return None
        is_admin = person is not None and person.is_admin
        if role == Role.ADMIN and not is_admin:
            reason = say(_("would be allowed everything: confirm it"))
            trouble = Trouble(
                "admin", text, reason, (AS_MEMBER, AS_ADMIN, LEAVE_ROW_OUT)
            )
            if entry.ask("role", trouble) == AS_ADMIN.value:
                return Role.ADMIN
            return None if person is not None else Role.MEMBER
        if is_admin and role != Role.ADMIN:
            reason = say(_("is an admin here"))
            trouble = Trouble("admin", text, reason, (STAYS, TAKE_AWAY))
            return role if entry.ask("role", trouble) == TAKE_AWAY.value else None
        return role

    def _calendar(self, entry: Entry) -> Calendar | None:
        text = entry.text("calendar")
        found = self.calendars.get(folded(text))
        if text and found is None:
            reason = say(_("is no calendar here"))
            ways = (LEAVE_EMPTY, LEAVE_ROW_OUT)
            entry.ask("calendar", Trouble("calendar", text, reason, ways))
        return found

    def _capacity(self, entry: Entry) -> Decimal | None:
        hours = entry.value("capacity")
        if hours is None or 0 <= hours <= 168:
            return None if hours is None else hours.quantize(Decimal("0.01"))
        reason = say(_("is not between 0 and 168"))
        ways = (LEAVE_EMPTY, LEAVE_ROW_OUT)
        text = entry.raw("capacity")
        entry.ask("capacity", Trouble("bad_value", text, reason, ways))
        return None

    def _locale(self, entry: Entry) -> str | None:
        text = entry.text("locale").lower().replace("_", "-")
        codes = [code for code, _name in settings.LANGUAGES]
        if not text or text in codes:
            return text or None
        reason = say(_("is no language here: give one of %(codes)s"))
        said = replace(reason, values={"codes": ", ".join(codes)})
        ways = (LEAVE_EMPTY, LEAVE_ROW_OUT)
        entry.ask("locale", Trouble("bad_value", entry.raw("locale"), said, ways))
        return None

    def _team(self, entry: Entry) -> str:
        """Return under which name the team stands; asked once for each."""
        text = entry.text("team", most=200)
        name = folded(text)
        if not name:
            return ""
        if name not in self.asked:
            known = self.teams.get(name)
            self.asked[name] = known is not None or self._settle_team(entry, text, name)
            if known is not None:
                self.brought.teams[name] = known
        return name if self.asked[name] else ""

    def _settle_team(self, entry: Entry, text: str, name: str) -> bool:
        """Ask what becomes of a team that is none here; None is one to be made."""
        by_choice = {f"team-{team.pk}": team for team in self.teams.values()}
        listed = sorted(by_choice.values(), key=lambda team: team.name)
        few = listed if len(listed) <= MOST_TEAMS else []
        offered = tuple(Choice(f"team-{t.pk}", say("%(n)s", n=t.name)) for t in few)
        reason = say(_("is no team here"))
        trouble = Trouble("team", text, reason, (NO_TEAM, MAKE_TEAM, *offered))
        chosen = self.troubles.add(entry.place("team"), trouble, answers=self.answers)
        if chosen == MAKE_TEAM.value:
            self.brought.teams[name] = None
            return True
        if chosen in by_choice:
            self.brought.teams[name] = by_choice[chosen]
        return chosen in by_choice

    def _find_managers(self) -> None:
        """Find who manages whom, here or in the file, and leave circles out."""
        up: dict[str, str] = {
            person.email: self.people.by_pk[person.manager_id].email
            for person in self.people.by_pk.values()
            if person.manager_id in self.people.by_pk
        }
        for draft in self.by_email.values():
            email = self._manager(draft)
            if email is None:
                continue
            if email == draft.email or draft.email in _above(up, email):
                reason = say(_("reports to this person, directly or through others"))
                self._ask_manager(draft, "circle", reason)
                continue
            up[draft.email] = email
            draft.values["manager"] = email

    def _manager(self, draft: Draft) -> str | None:
        text = draft.manager
        if not text:
            return None
        named = [d.email for d in self.by_email.values() if d.values["name"] == text]
        found = self.people.find(text)
        if found is not None:
            return found.email
        if text.lower() in self.by_email or len(named) == 1:
            return text.lower() if text.lower() in self.by_email else named[0]
        choice = self._ask_manager(draft, PERSON, say(_("is no one here")))
        number = choice.removeprefix(CHOSEN)
        chosen = self.people.by_pk.get(int(number)) if number.isdecimal() else None
        return chosen.email if chosen else None

    def _ask_manager(self, draft: Draft, kind: str, reason: Any) -> str:
        trouble = Trouble(kind, draft.manager, reason, (LEAVE_EMPTY,))
        place = draft.entry.place("manager")
        return self.troubles.add(place, trouble, answers=self.answers)

    def _members(self) -> set[tuple[int, int]]:
        """Return who is in which team now: one query."""
        rows = Membership.objects.filter(ends_on=None)
        return set(rows.values_list("team_id", "person_id"))

    def _compare(self, draft: Draft, members: set[tuple[int, int]]) -> None:
        brought, person = self.brought, draft.person
        name = draft.values["name"] or (person.name if person else "")
        item = Item(draft.entry.number, draft.email, "person", name)
        team = brought.teams.get(draft.team) if draft.team else None
        if person is None:
            draft.joins = bool(draft.team)
            brought.rows.add_new(item)
            return
        is_in = team is not None and (team.pk, person.pk) in members
        draft.joins = bool(draft.team) and not is_in
        known = brought.memory.known.get(draft.email)
        here = {field: getattr(person, field) for field in draft.values}
        manager = self.people.by_pk.get(person.manager_id or 0)
        here["manager"] = manager.email if manager else None
        said = known.said if known else {}
        draft.changes = compare(draft.values, here, said, _field_words)
        brought.rows.kept_fields += draft.changes.kept
        rows = list(draft.changes.rows)
        if draft.joins:
            shown = team.name if team else draft.entry.text("team")
            rows.append(FieldRow(_now("team"), "–", shown, was_edited=False))
        brought.rows.add_updated(item, rows)


def _above(up: dict[str, str], email: str) -> set[str]:
    found: set[str] = set()
    while email in up and email not in found:
        found.add(email)
        email = up[email]
    return found | {email}


def _field_words(name: str) -> str:
    words = {
        "capacity_hours_per_week": _now("hours a week"),
        "locale": _now("language"),
        "manager": _now("manager"),
        "role": _now("role"),
        "calendar": _now("calendar"),
    }
    return words.get(name, name)
