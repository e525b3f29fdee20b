"""Writes people of a table, with their managers, teams and languages."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from waypost.core import history
from waypost.exchange.brought import Tell
from waypost.exchange.reading.sheets import Entry
from waypost.exchange.sheets.memory import Compared, Memory, said_of
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
        self.here = {person.email: person for person in Person.objects.all()}
        self.today = installation.local_day(now)

    def run(self, tell: Tell | None) -> None:
        self._make_teams()
        drafts = self.brought.drafts
        self.brought.memory.forget_stale(self.change)
        for done, draft in enumerate(drafts, 1):
            if draft.person is None:
                self._create(draft)
            elif draft.changes.values:
                self._edit(draft, draft.changes.values)
            if tell is not None:
                tell(done, len(drafts))
        for draft in drafts:
            self._finish(draft)
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

    def _create(self, draft: Draft) -> None:
        # Managers may come later in the file: they are set once all are here.
        given = {
            name: value
            for name, value in draft.values.items()
            if value is not None and name not in {"manager", "locale"}
        }
        terms = people_actions.PersonTerms(email=draft.email, **given)
        person = people_actions.create_person(
            actor=self.actor, now=self.now, terms=terms
        )
        self.here[draft.email] = person
        draft.person = person
        late = ("manager", "locale")
        draft.changes.values = {
            name: draft.values[name] for name in late if draft.values.get(name)
        }

    def _edit(self, draft: Draft, values: dict[str, Any]) -> None:
        person = self.here[draft.email]
        own = {k: v for k, v in values.items() if k not in {"manager", "locale"}}
        if own:
            terms = replace(people_actions.PersonTerms.of(person), **own)
            people_actions.edit_person(
                actor=self.actor, now=self.now, person=person, terms=terms
            )

    def _finish(self, draft: Draft) -> None:
        """Set what needs the others to be here: managers, teams, what was said."""
        person, values = self.here[draft.email], draft.changes.values
        if "manager" in values:
            terms = people_actions.PersonTerms.of(person)
            terms = replace(terms, manager=self.here[values["manager"]])
            people_actions.edit_person(
                actor=self.actor, now=self.now, person=person, terms=terms
            )
        if "locale" in values:
            self.change.update(person, locale=values["locale"])
        team = self.brought.teams.get(draft.team) if draft.joins else None
        if team is not None:
            member = people_actions.MemberTerms(person=person, starts_on=self.today)
            people_actions.add_member(
                actor=self.actor, now=self.now, team=team, terms=member
            )
        self._remember(draft, person)

    def _remember(self, draft: Draft, person: Person) -> None:
        memory = self.brought.memory
        known = memory.known.get(draft.email)
        said = said_of(draft.values, known.said if known else {})
        kept = draft.entry.kept()
        if memory.has_news(draft.email, said, kept):
            memory.keep(
                self.change,
                external_id=draft.email,
                pk=person.pk,
                said=said,
                kept=kept,
            )
