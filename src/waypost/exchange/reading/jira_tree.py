"""Follows the keys of a Jira export: parents, milestones, dependencies, circles."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from waypost.exchange.reading.graph import circles
from waypost.exchange.reading.incoming import (
    Choice,
    Dependency,
    LinkKind,
    OutsideLink,
)
from waypost.exchange.reading.jira_drafts import Draft
from waypost.exchange.reading.jira_words import link_kind, plain
from waypost.exchange.reading.problems import (
    DROP_LINK,
    LEAVE_ROW_OUT,
    NO_PARENT,
    Place,
    Problems,
    Trouble,
)
from waypost.exchange.reading.said import say

NO_MILESTONE = Choice("no_milestone", say(_("no milestone")))


@dataclass(slots=True)
class Kin:
    """Where one item hangs."""

    parent: str | None = None
    milestone: str | None = None
    level: int = 0
    wanted: str = ""
    unkept: dict[str, str] = field(default_factory=dict)
    """What an item said of where it hangs, and Waypost could not follow."""


class Tree:
    """All drafts of a file by key, and how they hang together."""

    def __init__(
        self, drafts: dict[str, Draft], problems: Problems, *, by_title: bool = False
    ) -> None:
        self.drafts = drafts
        self.problems = problems
        self.kin: dict[str, Kin] = {}
        self._by_id = {draft.id: key for key, draft in drafts.items() if draft.id}
        self._by_name = _unique_names(drafts, all_titles=by_title)

    def hang(self) -> None:
        """Find everyone's parent and milestone."""
        for draft in list(self.drafts.values()):
            kin = self._kin(draft)
            if kin is None:
                del self.drafts[draft.key]
            else:
                self.kin[draft.key] = kin
        self._let_go_of_the_left_out()
        self._cut_circles()
        self._settle()

    def find(self, text: str) -> str | None:
        """Give the key of the item that a text names: by key, number or epic name."""
        if text in self.drafts:
            return text
        words = text.split()
        guesses = (
            self._by_id.get(text),
            words[0] if words else None,
            self._by_name.get(plain(text)),
        )
        return next((key for key in guesses if key in self.drafts), None)

    def _kin(self, draft: Draft) -> Kin | None:
        kin = Kin()
        for text, column in (*draft.parents, *draft.epics):
            found = self.find(text)
            if found is None:
                continue
            if not self._hang_on(draft, kin, found, (text, column)):
                return None
        hangs = kin.parent or kin.milestone or kin.unkept
        wanted = draft.parents or draft.epics
        if wanted and not hangs and not self._miss(draft, kin, wanted[-1]):
            return None
        return kin

    def _hang_on(
        self, draft: Draft, kin: Kin, found: str, said: tuple[str, str]
    ) -> bool:
        """Hang a draft on another row; say whether the draft stays."""
        text, column = said
        above = self.drafts[found]
        if found == draft.key or draft.is_epic:
            # A milestone hangs on its project alone.
            kin.unkept[column] = found if found != draft.key else text
            return True
        if above.project != draft.project:
            kin.unkept[column] = found
            return self._ask_elsewhere(draft, above, said)
        if above.is_epic:
            kin.milestone = kin.milestone or found
        else:
            kin.parent = kin.parent or found
        return True

    def _ask_elsewhere(self, draft: Draft, above: Draft, said: tuple[str, str]) -> bool:
        first = NO_MILESTONE if above.is_epic else NO_PARENT
        reason = say(
            _("belongs to project %(project)s, this row to %(own)s"),
            project=above.project,
            own=draft.project,
        )
        trouble = Trouble("elsewhere", above.key, reason, (first, LEAVE_ROW_OUT))
        place = Place(draft.row, draft.key, said[1])
        return self.problems.ask(place, trouble) != LEAVE_ROW_OUT.value

    def _miss(self, draft: Draft, kin: Kin, said: tuple[str, str]) -> bool:
        text, column = said
        kin.unkept[column] = text
        if draft.is_epic:
            return True
        kin.wanted = text
        trouble = Trouble(
            "unknown_parent",
            text,
            say(_("is not in this file")),
            (NO_PARENT, LEAVE_ROW_OUT),
            looks_for=text,
        )
        place = Place(draft.row, draft.key, column)
        return self.problems.ask(place, trouble) != LEAVE_ROW_OUT.value

    def _let_go_of_the_left_out(self) -> None:
        for kin in self.kin.values():
            if kin.parent and kin.parent not in self.drafts:
                kin.wanted, kin.parent = kin.parent, None
            if kin.milestone and kin.milestone not in self.drafts:
                kin.milestone = None

    def _cut_circles(self) -> None:
        pairs = [(key, kin.parent) for key, kin in self.kin.items() if kin.parent]
        for number, circle in circles(pairs):
            key, parent = pairs[number]
            draft = self.drafts[key]
            self.kin[key].parent = None
            reason = say(
                _("stands below itself: %(circle)s"),
                circle=" → ".join([*circle, circle[0]]),
            )
            column = draft.parents[0][1] if draft.parents else ""
            place = Place(draft.row, key, column)
            self.problems.ask(
                place, Trouble("parent_circle", parent, reason, (NO_PARENT,))
            )

    def _settle(self) -> None:
        """From the top down: levels, and the milestone of the task above."""
        for key in self.kin:
            below: list[str] = []
            above: str | None = key
            while above and not self.kin[above].level:
                below.append(above)
                above = self.kin[above].parent
            for lower in reversed(below):
                self._settle_one(self.kin[lower])

    def _settle_one(self, kin: Kin) -> None:
        """Below another task, the milestone is that task's."""
        above = self.kin[kin.parent] if kin.parent else None
        kin.level = above.level + 1 if above else 1
        if above is None:
            return
        if kin.milestone and kin.milestone != above.milestone:
            kin.unkept["Epic"] = kin.milestone
        kin.milestone = above.milestone


def _unique_names(
    drafts: dict[str, Draft], *, all_titles: bool = False
) -> dict[str, str]:
    """Epics by name, or all items, where a name belongs to one of them only."""
    names: dict[str, str] = {}
    twice: set[str] = set()
    for key, draft in drafts.items():
        for name in (
            {plain(draft.epic_name), plain(draft.title)}
            if draft.is_epic or all_titles
            else ()
        ):
            if name and names.setdefault(name, key) != key:
                twice.add(name)
    return {name: key for name, key in names.items() if name not in twice}


class Links:
    """The dependencies between the tasks of a file."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems = tree.problems
        self.inside: dict[tuple[str, str], Dependency] = {}
        self.outside: list[OutsideLink] = []
        self.unkept: dict[str, dict[str, str]] = {}

    def follow(self) -> None:
        """Read the links of every draft, then cut the circles."""
        for draft in self.tree.drafts.values():
            for text, column in draft.waits_for:
                self._add(draft, text, column, draft_waits=True)
            for text, column in draft.blocks:
                self._add(draft, text, column, draft_waits=False)
        self._cut_circles()

    def _add(self, draft: Draft, text: str, column: str, *, draft_waits: bool) -> None:
        kind = LinkKind(link_kind(column) or "FS")
        other = self.tree.find(text)
        if other is None:
            self._add_outside(draft, (text, column), kind, draft_waits=draft_waits)
            return
        if draft.is_epic or self.tree.drafts[other].is_epic:
            # A milestone has no dependencies of its own; the text stays with it.
            self._keep(draft.key, column, text)
            return
        first, second = (other, draft.key) if draft_waits else (draft.key, other)
        if first == second:
            self._report(Place(draft.row, draft.key, column), [draft.key])
            return
        dependency = Dependency(first, second, kind, row=draft.row, column=column)
        self.inside.setdefault((first, second), dependency)

    def _add_outside(
        self,
        draft: Draft,
        said: tuple[str, str],
        kind: LinkKind,
        *,
        draft_waits: bool,
    ) -> None:
        text, column = said
        self._keep(draft.key, column, text)
        if draft.is_epic:
            return
        place = Place(draft.row, draft.key, column)
        trouble = Trouble(
            "unknown_link",
            text,
            say(_("is not in this file")),
            (DROP_LINK,),
            looks_for=text,
        )
        self.problems.ask(place, trouble)
        first, second = (text, draft.key) if draft_waits else (draft.key, text)
        name = self.problems.name(place, trouble)
        self.outside.append(OutsideLink(first, second, kind, None, name))

    def _cut_circles(self) -> None:
        """Of two that wait for each other, or of a longer circle, drop one link."""
        for pair in list(self.inside):
            self._cut_pair(pair)
        pairs = list(self.inside)
        for number, circle in circles(pairs):
            link = self.inside.pop(pairs[number])
            self._report(self._place(link), circle)

    def _cut_pair(self, pair: tuple[str, str]) -> None:
        first, second = pair
        back = (second, first)
        if pair not in self.inside or back not in self.inside:
            return
        earlier, later = self.inside[pair], self.inside[back]
        drop_other = Choice("drop_other", say(_("drop the other link")))
        reason = say(
            _("waits for %(task)s, and %(task)s for it: a circle"), task=later.task
        )
        trouble = Trouble("circle", later.waits_for, reason, (DROP_LINK, drop_other))
        place = self._place(later)
        chosen = self.problems.ask(place, trouble)
        gone = later if chosen == DROP_LINK.value else earlier
        del self.inside[gone.waits_for, gone.task]
        self._keep(gone.task, gone.column, gone.waits_for)

    def _place(self, link: Dependency) -> Place:
        """Where a link stands in the file: with the one or the other of its ends."""
        first = self.tree.drafts[link.waits_for]
        key = first.key if first.row == link.row else link.task
        return Place(link.row, key, link.column)

    def _report(self, place: Place, circle: list[str]) -> None:
        reason = say(
            _("closes a circle: %(circle)s"), circle=" → ".join([*circle, circle[0]])
        )
        trouble = Trouble("circle", circle[0], reason, (DROP_LINK,))
        self.problems.ask(place, trouble)
        self._keep(place.key, place.column, " → ".join(circle))

    def _keep(self, key: str, column: str, text: str) -> None:
        texts = self.unkept.setdefault(key, {})
        texts[column] = f"{texts[column]}\n{text}" if column in texts else text
