"""Ties the tasks of a Microsoft Project plan: outline, milestones, links."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.graph import circles
from waypost.exchange.reading.incoming import (
    Choice,
    Dependency,
    LinkKind,
    OutsideLink,
)
from waypost.exchange.reading.mspdi_tasks import LinkDraft, TaskDraft
from waypost.exchange.reading.problems import DROP_LINK, Place, Problems, Trouble
from waypost.exchange.reading.said import Said, say

COLUMN = "PredecessorLink"
KEEP_FIRST = Choice("keep_first", say(_("keep the first")))
# A milestone is reached when these have finished.
TO_A_FINISH = {LinkKind.FINISH_TO_START, LinkKind.FINISH_TO_FINISH}


@dataclass(slots=True)
class Plan:
    """The tasks by key, in the file's order, and how they hang together.

    The outline's top (level 0) is the project and no task of it. A milestone that
    has links, people or work is a milestone and a task of the same name that
    carries them: in Waypost links join tasks.
    """

    problems: Problems
    tasks: dict[str, TaskDraft] = field(default_factory=dict)
    top: TaskDraft | None = None
    parents: dict[str, str] = field(default_factory=dict)
    tops: dict[str, str] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    milestone_of: dict[str, str] = field(default_factory=dict)
    dependencies: dict[tuple[str, str], Dependency] = field(default_factory=dict)
    outside: list[OutsideLink] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)
    unkept: dict[str, list[str]] = field(default_factory=dict)
    external: int = 0
    _line: list[TaskDraft] = field(default_factory=list)
    _outsiders: set[str] = field(default_factory=set)

    def add(self, draft: TaskDraft) -> None:
        """Put the next task of the file in its place in the outline."""
        if draft.key == "0" or draft.level == 0:
            self.top = self.top or draft
            return
        if draft.is_external:
            self._outsiders.add(draft.key)
            self.external += 1
            return
        if draft.key in self.tasks:
            first = self.tasks[draft.key]
            reason = say(
                _("stands in row %(row)s too; that one is kept"), row=first.row
            )
            trouble = Trouble("duplicate_key", draft.key, reason, (KEEP_FIRST,))
            self.problems.ask(Place(draft.row, draft.key, "UID"), trouble)
            return
        while self._line and self._line[-1].level >= draft.level:
            self._line.pop()
        if self._line:
            self.parents[draft.key] = self._line[-1].key
            # What has something below it is no mere date, whatever the file says.
            self._line[-1].is_summary = True
        self._line.append(draft)
        self.tops[draft.key] = self._line[0].key
        self.levels[draft.key] = len(self._line)
        self.tasks[draft.key] = draft

    def is_milestone(self, key: str) -> bool:
        """Say whether this becomes a milestone."""
        draft = self.tasks[key]
        return draft.is_milestone and not draft.is_summary

    def tie(self) -> None:
        """Follow the links, cut circles, and find what leads to each milestone."""
        for draft in self.tasks.values():
            for link in draft.links:
                self._add(draft, link)
        self._cut_circles()
        for pair in self.dependencies:
            self.linked.update(pair)
        self._forget_sums()
        self._lead_to_milestones()

    def _add(self, draft: TaskDraft, link: LinkDraft) -> None:
        is_outside = link.is_outside or link.waits_for in self._outsiders
        if is_outside or link.waits_for not in self.tasks:
            self._add_outside(draft, link, is_outside=is_outside)
        elif link.waits_for == draft.key or self._is_above(link.waits_for, draft.key):
            self._drop(draft, link.waits_for, say(_("contains this task: a circle")))
        elif self._is_above(draft.key, link.waits_for):
            self._drop(draft, link.waits_for, say(_("is part of this task: a circle")))
        else:
            self._add_inside(draft, link)

    def _add_inside(self, draft: TaskDraft, link: LinkDraft) -> None:
        pair = (link.waits_for, draft.key)
        if pair in self.dependencies:
            reason = say(_("is linked to this task twice; the first link is kept"))
            self._drop(draft, link.waits_for, reason, kind="second_link")
            return
        self.dependencies[pair] = Dependency(
            link.waits_for, draft.key, link.kind, link.lag, draft.row, COLUMN
        )

    def _is_above(self, upper: str, lower: str) -> bool:
        # The outline is at most a few hundred levels deep: levels have three digits.
        above = self.parents.get(lower)
        while above is not None and above != upper:
            above = self.parents.get(above)
        return above is not None

    def _add_outside(
        self, draft: TaskDraft, link: LinkDraft, *, is_outside: bool
    ) -> None:
        text = link.where or link.waits_for
        if is_outside:
            reason = say(_("is a task of another plan, which this file does not hold"))
        else:
            reason = say(_("is not in this file"))
        trouble = Trouble("unknown_link", text, reason, (DROP_LINK,), looks_for=text)
        place = Place(draft.row, draft.key, COLUMN)
        self.problems.ask(place, trouble)
        self.unkept.setdefault(draft.key, []).append(f"{text} {link.kind}")
        name = self.problems.name(place, trouble)
        self.outside.append(OutsideLink(text, draft.key, link.kind, link.lag, name))

    def _drop(
        self, draft: TaskDraft, text: str, reason: Said, *, kind: str = "circle"
    ) -> None:
        trouble = Trouble(kind, text, reason, (DROP_LINK,))
        self.problems.ask(Place(draft.row, draft.key, COLUMN), trouble)
        self.unkept.setdefault(draft.key, []).append(text)

    def _cut_circles(self) -> None:
        pairs = list(self.dependencies)
        for number, circle in circles(pairs):
            link = self.dependencies.pop(pairs[number])
            titles = [
                self.tasks[key].title if key in self.tasks else key for key in circle
            ]
            reason = say(
                _("closes a circle: %(circle)s"),
                circle=" → ".join([*titles, titles[0]]),
            )
            self._drop(self.tasks[link.task], link.waits_for, reason)

    def _forget_sums(self) -> None:
        """Work and duration of a summary are those of its parts, not its own."""
        for key in set(self.parents.values()):
            draft = self.tasks[key]
            draft.estimate = draft.remaining = draft.duration = None
            draft.is_fixed = False

    def _lead_to_milestones(self) -> None:
        """A task belongs to the earliest milestone that it leads to by its links.

        Tasks below another are where that one is: a tree stands under the last of
        the milestones that its parts lead to.
        """
        leads = self._leads()
        last: dict[str, str] = {}
        for key in self.tasks:
            found = leads.get(key)
            top = self.tops[key]
            if found and (top not in last or self._due(found) > self._due(last[top])):
                last[top] = found
        for key in self.tasks:
            if self.is_milestone(key):
                self.milestone_of[key] = key
                continue
            top = self.tops[key]
            found = leads.get(top) or last.get(top)
            if found:
                self.milestone_of[key] = found
            own = leads.get(key)
            if own and own != found:
                self.tasks[key].leads_to = self.tasks[own].title

    def _leads(self) -> dict[str, str]:
        """Follow the links back from each milestone, the earliest first."""
        before: dict[str, list[str]] = {}
        below: dict[str, list[str]] = {}
        for link in self.dependencies.values():
            if link.kind in TO_A_FINISH:
                before.setdefault(link.task, []).append(link.waits_for)
        for key, parent in self.parents.items():
            below.setdefault(parent, []).append(key)
        milestones = sorted(filter(self.is_milestone, self.tasks), key=self._due)
        leads = {key: key for key in milestones}
        for milestone in milestones:
            todo = list(before.get(milestone, ()))
            while todo:
                key = todo.pop()
                if key not in leads:
                    leads[key] = milestone
                    todo += before.get(key, []) + below.get(key, [])
        return leads

    def _due(self, key: str) -> date:
        return self.tasks[key].due or date.max
