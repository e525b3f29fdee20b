"""Writes people of a table, with their managers, teams and languages."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from waypost.core import history
from waypost.exchange.brought import Tell
from waypost.exchange.reading.sheets import Entry
from waypost.exchange.sheets.memory import Compared, Memory, Told, said_of
from waypost.exchange.sheets.refusals import telling
from waypost.people import actions as people_actions
from waypost.people import installation
from waypost.people.models import Person, Team


@dataclass(slots=True)
class Draft:
    """A person as a row says; who manages them is found once all rows are read."""

    entry: Entry
    email: str
    values: dict[str, Any]
    manager: str = ""
    team: str = ""
    person: Person | None = None
    changes: Compared = field(default_factory=Compared)
    joins: bool = False


class Roll(Protocol):
    """People who are to be written, and the teams that they join."""

    actor: Person
    memory: Memory
    drafts: list[Draft]
    teams: dict[str, Team | None]


class Writing:
    """Writes people with their teams; the actions ask for every right again."""

    def __init__(self, brought: Roll, change: history.Recorder, now: datetime) -> None:
        self.brought, self.change, self.now = brought, change, now
        self.actor = brought.actor
        self.here = {
            person.email: person
            for person in Person.objects.select_related("manager", "calendar")
        }
        self.today = installation.local_day(now)

    def run(self, tell: Tell | None) -> None:
        self.brought.memory.forget_stale(self.change)
        steps = (
            self._make_teams,
            self._create,
            self._edit,
            self._join,
            self._remember,
        )
        for done, step in enumerate(steps, 1):
            step()
            if tell is not None:
                tell(done, len(steps))
        self.change.emit("exchange.imported", projects=[])

    def _make_teams(self) -> None:
        used = {draft.team: draft for draft in self.brought.drafts if draft.team}
        for name, draft in used.items():
            if self.brought.teams[name] is None:
                terms = people_actions.TeamTerms(draft.entry.text("team", most=200))
                team = people_actions.create_team(
                    actor=self.actor, now=self.now, terms=terms
                )
                self.brought.teams[name] = team

    def _create(self) -> None:
        """Add who is new, with their managers, who may be new as well."""
        fresh = [each for each in self.brought.drafts if each.person is None]
        with telling([each.entry for each in fresh]):
            made = people_actions.bring_people(
                actor=self.actor, now=self.now, arrivals=[_arrival(d) for d in fresh]
            )
        for draft, person in zip(fresh, made, strict=True):
            draft.person = self.here[draft.email] = person

    def _edit(self) -> None:
        """Change what the file says anew of who is here."""
        changed = [each for each in self.brought.drafts if each.changes.values]
        with telling([each.entry for each in changed]):
            people_actions.amend_people(
                actor=self.actor, now=self.now, edits=[self._edits(d) for d in changed]
            )

    def _edits(self, draft: Draft) -> tuple[Person, people_actions.PersonTerms, str]:
        values, person = dict(draft.changes.values), self.here[draft.email]
        locale = values.pop("locale", None) or ""
        if "manager" in values:
            values["manager"] = self.here[values["manager"]]
        return person, replace(people_actions.PersonTerms.of(person), **values), locale

    def _join(self) -> None:
        """Put people into their teams."""
        joining = [each for each in self.brought.drafts if each.joins]
        members = []
        for draft in joining:
            team = self.brought.teams[draft.team]
            assert team is not None, "teams are made before"
            person = self.here[draft.email]
            terms = people_actions.MemberTerms(person=person, starts_on=self.today)
            members.append((team, terms))
        with telling([each.entry for each in joining]):
            people_actions.add_members(actor=self.actor, now=self.now, members=members)

    def _remember(self) -> None:
        self.brought.memory.keep(self.change, map(self._told, self.brought.drafts))

    def _told(self, draft: Draft) -> Told:
        known = self.brought.memory.known.get(draft.email)
        said = said_of(draft.values, known.said if known else {})
        pk = self.here[draft.email].pk
        return Told(draft.email, pk, said, draft.entry.kept())


def _arrival(draft: Draft) -> people_actions.Arrival:
    apart = {"manager", "locale"}
    given = {k: v for k, v in draft.values.items() if v is not None and k not in apart}
    return people_actions.Arrival(
        people_actions.PersonTerms(email=draft.email, **given),
        manager=draft.values.get("manager") or "",
        locale=draft.values.get("locale") or "",
    )
