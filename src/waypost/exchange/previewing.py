"""Makes the preview of a study: counts, outline, and the first rows of each list."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from waypost.exchange.preview import (
    Counts,
    FieldRow,
    ItemRow,
    MilestoneNode,
    Preview,
    ProjectNode,
    StatusRow,
    Tally,
    UpdateRow,
)
from waypost.exchange.preview_rows import (
    LEAST_NODES,
    LEFT_OUT,
    MOST_COLUMNS,
    MOST_NODES,
    MOST_PROJECTS,
    MOST_ROWS,
    MOST_STATUSES,
    NEW,
    UNCHANGED,
    UPDATED,
    column_row,
    field_words,
    in_words,
    problem_row,
    shorten,
)
from waypost.exchange.taking.studying import Study
from waypost.projects.planned import PlannedMilestone, PlannedProject, PlannedTask
from waypost.projects.queries import PlanComparison
from waypost.projects.queries.plan_results import PlanUpdate

Item = PlannedProject | PlannedMilestone | PlannedTask


def preview_of(study: Study) -> Preview:
    """Return what the steps of the import show."""
    incoming = study.incoming
    source = incoming.source
    standing = _Standing(study)
    return Preview(
        kind=incoming.kind,
        rows=source.rows,
        encoding=source.encoding,
        separator=source.separator,
        exported_on=source.exported_on.isoformat() if source.exported_on else "",
        needs=incoming.needs,
        notes=tuple(str(note) for note in incoming.notes),
        blocked=study.blocked,
        columns=tuple(column_row(column) for column in incoming.columns[:MOST_COLUMNS]),
        statuses=standing.statuses(),
        problems=tuple(problem_row(problem) for problem in study.problems),
        more_problems=incoming.more_problems,
        counts=standing.counts(),
        changes_something=study.changes_something and not study.blocked,
        outline=standing.outline(),
        new=standing.items(NEW),
        updated=standing.updates(),
        unchanged=standing.items(UNCHANGED),
        vanished=standing.vanished(),
    )


class _Standing:
    """Which items of a study are new, which change, and which stay."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.work = study.work
        self.changed: dict[str, dict[str, PlanUpdate]] = defaultdict(dict)
        self.known: dict[str, dict[str, int]] = {}
        comparison = study.comparison
        if comparison is not None:
            self.known = comparison.known
            for update in comparison.updated:
                self.changed[update.kind][update.local_id] = update

    def of(self, kind: str, local_id: str) -> str:
        """Say whether an item is new, changes or stays."""
        if local_id in self.changed[kind]:
            return UPDATED
        return UNCHANGED if local_id in self.known.get(kind, {}) else NEW

    def counts(self) -> Counts:
        """Count everything once."""
        study, comparison = self.study, self.study.comparison
        if comparison is None:
            return Counts(rows=study.incoming.source.rows)
        states = Counter(
            self.of(kind, item.local_id)
            for kind, items in (
                ("milestone", self.work.milestones),
                ("task", self.work.tasks),
            )
            for item in items
        )
        hours = [t.estimate_hours for t in self.work.tasks if t.estimate_hours]
        problems = {(p.row, p.key) for p in study.problems}
        left = {(p.row, p.key) for p in study.problems if p.chosen in LEFT_OUT}
        of_projects = self.changed["project"]
        return Counts(
            rows=study.incoming.source.rows,
            new=states[NEW],
            updated=states[UPDATED],
            fields=sum(
                len(update.values)
                for kind in ("milestone", "task")
                for update in self.changed[kind].values()
            ),
            unchanged=states[UNCHANGED],
            problem_rows=len(problems) + study.incoming.more_problems,
            left_out=len(left),
            vanished=len(comparison.vanished),
            projects=len(comparison.new_projects),
            tasks=len(self.work.tasks),
            milestones=len(self.work.milestones),
            dependencies=len(self.work.dependencies),
            people=len(study.people.people),
            estimates=len(hours),
            hours=float(sum(map(float, hours))),
            calendar_days=sum(len(each.days) for each in study.calendars),
            kept_fields=study.edits.count,
            references=len(comparison.referred),
            other=len(comparison.new_projects)
            + len(of_projects)
            + len(comparison.new_dependencies)
            + len(self.changed["dependency"])
            + sum(each.is_changed for each in study.calendars),
        )

    def statuses(self) -> tuple[StatusRow, ...]:
        """Return the statuses that the file names, the most frequent first."""
        found = Counter(
            (task.status, task.status_kind) for task in self.work.tasks if task.status
        )
        return tuple(
            StatusRow(shorten(name), kind, rows)
            for (name, kind), rows in found.most_common(MOST_STATUSES)
        )

    def outline(self) -> tuple[ProjectNode, ...]:
        """Return the projects with their milestones and how many tasks each has."""
        tasks: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
        for task in self.work.tasks:
            tasks[task.project, task.milestone][self.of("task", task.local_id)] += 1
        milestones: dict[str, list[PlannedMilestone]] = defaultdict(list)
        for milestone in self.work.milestones:
            milestones[milestone.project].append(milestone)
        known = self.known.get("project", {})
        return tuple(
            ProjectNode(
                title=shorten(item.name),
                pk=known.get(item.local_id),
                milestones=self._nodes(item, milestones[item.local_id], tasks),
                more=max(0, len(milestones[item.local_id]) - self._most_nodes),
                tally=_tally(
                    count for key, count in tasks.items() if key[0] == item.local_id
                ),
            )
            for item in self.work.projects[:MOST_PROJECTS]
        )

    @property
    def _most_nodes(self) -> int:
        """How many milestones each project shows, so that all of them stay in sight."""
        return max(LEAST_NODES, MOST_NODES // max(1, len(self.work.projects)))

    def _nodes(
        self,
        project: PlannedProject,
        milestones: list[PlannedMilestone],
        tasks: dict[tuple[str, str | None], Counter[str]],
    ) -> tuple[MilestoneNode, ...]:
        nodes = [
            MilestoneNode(
                title=shorten(item.title),
                is_new=self.of("milestone", item.local_id) == NEW,
                tally=_tally([tasks[project.local_id, item.local_id]]),
            )
            for item in milestones[: self._most_nodes]
        ]
        loose = tasks[project.local_id, None]
        if loose and milestones:
            nodes.append(MilestoneNode("", is_new=False, tally=_tally([loose])))
        return tuple(nodes)

    def items(self, state: str) -> tuple[ItemRow, ...]:
        """Return the first rows that are new, or that stay."""
        found: list[ItemRow] = []
        for kind, items in (
            ("project", self.work.projects),
            ("milestone", self.work.milestones),
            ("task", self.work.tasks),
        ):
            for item in items:
                if len(found) >= MOST_ROWS:
                    return tuple(found)
                if self.of(kind, item.local_id) == state:
                    found.append(self._item(kind, item))
        return tuple(found)

    def _item(self, kind: str, item: Item) -> ItemRow:
        title = item.name if isinstance(item, PlannedProject) else item.title
        row = self.study.rows.get(item.local_id, 0)
        return ItemRow(row, item.local_id, kind, shorten(title))

    def updates(self) -> tuple[UpdateRow, ...]:
        """Return the first rows that change, field by field."""
        comparison = self.study.comparison
        listed = comparison.updated[:MOST_ROWS] if comparison else []
        return tuple(self._update(update) for update in listed)

    def _update(self, update: PlanUpdate) -> UpdateRow:
        overruled = self.study.edits.overruled.get((update.kind, update.pk), set())
        pairs = zip(update.fields, update.values, strict=True)
        return UpdateRow(
            row=self.study.rows.get(update.local_id, 0),
            key=update.local_id,
            kind=update.kind,
            title=shorten(update.label),
            fields=tuple(
                FieldRow(
                    name=field_words(said.field),
                    before=in_words(said.before),
                    after=in_words(said.after),
                    was_edited=column in overruled,
                )
                for said, column in pairs
            ),
        )

    def vanished(self) -> tuple[ItemRow, ...]:
        """Return the first rows that the file no longer holds."""
        comparison: PlanComparison | None = self.study.comparison
        if comparison is None:
            return ()
        return tuple(
            ItemRow(
                0, gone.external_id.rpartition(":")[2], gone.kind, shorten(gone.label)
            )
            for gone in comparison.vanished[:MOST_ROWS]
        )


def _tally(counters: Iterable[Counter[str]]) -> Tally:
    total: Counter[str] = Counter()
    for counter in counters:
        total += counter
    return Tally(total[NEW], total[UPDATED], total[UNCHANGED])
