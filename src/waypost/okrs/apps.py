"""The okrs app."""

from django.apps import AppConfig
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class OkrsConfig(AppConfig):
    """Django's handle on the app."""

    name = "waypost.okrs"
    label = "okrs"

    def ready(self) -> None:
        """Say who may see which kind of thing."""
        from waypost.core import searchable
        from waypost.core.registry import add_kind
        from waypost.okrs import access, models, searched

        add_kind(models.Cycle, visible_to=access.visible_cycles)
        add_kind(
            models.Objective,
            visible_to=access.visible_objectives,
            concerns=access.objectives_of,
        )
        add_kind(
            models.KeyResult,
            visible_to=access.visible_key_results,
            concerns=access.key_results_of,
        )
        add_kind(
            models.Metric,
            visible_to=access.visible_metrics,
            concerns=access.metrics_of,
        )
        add_kind(
            models.CheckIn,
            visible_to=access.visible_check_ins,
            concerns=access.check_ins_of,
        )
        for kind in [*searched.kinds(), searched.notes()]:
            searchable.add(kind)
        _tell_holdings()
        _follow_the_past()
        _tell_leads()


def _follow_the_past() -> None:
    """Say which tables are shown as of a past day."""
    from waypost.core.as_of import follow, follow_rights
    from waypost.okrs import models
    from waypost.okrs.models.objective import ObjectiveViewer

    follow_rights(ObjectiveViewer)
    follow(
        models.Objective,
        rights=("visibility", "owner", "reviewer", "team", "person"),
    )
    follow(models.KeyResult, rights=("owner", "delegate"))
    follow(models.Metric, rights=("owner", "was_private"))
    for model in (
        models.Alignment,
        models.CheckIn,
        models.Cycle,
        models.ExpectedPoint,
        models.Guardrail,
        models.MetricInput,
        models.Odds,
        models.Reading,
        models.Step,
    ):
        follow(model)


def _tell_leads() -> None:
    """Say where a change shows."""
    from waypost.core import leads
    from waypost.okrs import models
    from waypost.okrs.models.objective import ObjectiveViewer

    leads.add_part(models.KeyResult, "objective")
    leads.add_part(models.KeyResult, "owner", "delegate", near=True)
    leads.add_part(models.Objective, "owner", "person", "reviewer", near=True)
    leads.add_way(models.Objective, "pk", "cycle")
    for of_key_result in (models.CheckIn, models.ExpectedPoint, models.Step):
        leads.add_part(of_key_result, "key_result")
    for of_metric in (models.Reading, models.MetricInput):
        leads.add_part(of_metric, "metric")
    leads.add_way(models.MetricInput, "source", "metric")
    leads.add_way(models.KeyResult, "metric", "pk")
    leads.add_part(models.Guardrail, "objective", "metric")
    leads.add_way(models.Guardrail, "metric", "objective")
    leads.add_part(models.Alignment, "child", "parent_objective", "parent_key_result")
    leads.add_way(models.Alignment, "child", "parent_objective")
    leads.add_way(models.Alignment, "child", "parent_key_result")
    leads.add_part(ObjectiveViewer, "objective")
    # Odds are given before one sees the others': not even that they were is told.
    leads.keep_silent(models.Odds)


def _tell_holdings() -> None:
    """Say which columns name who answers for what."""
    from waypost.okrs.models import KeyResult, Metric, Objective
    from waypost.people.holdings import Holding, add, add_of_team

    over = ["closed", "cancelled"]
    add(
        Holding(
            model=Objective,
            heading=_("Objectives"),
            columns={"owner": _("owner"), "reviewer": _("reviewer")},
            code_of=lambda row: str(row.code),
            title_of=lambda row: str(row.title),
            is_open=~Q(state__in=over),
            stays=Q(level="person", owner=F("person")),
        )
    )
    add(
        Holding(
            model=KeyResult,
            heading=_("Key results"),
            columns={"owner": _("owner"), "delegate": _("checks in")},
            code_of=lambda row: str(row.code),
            title_of=lambda row: str(row.title),
            is_open=~Q(objective__state__in=over),
            stays=Q(objective__level="person", owner=F("objective__person")),
        )
    )
    add(
        Holding(
            model=Metric,
            heading=_("Metrics"),
            columns={"owner": _("owner")},
            code_of=lambda _row: "",
            title_of=lambda row: str(row.name),
        )
    )
    add_of_team(
        Holding(
            model=Objective,
            heading=_("Objectives"),
            columns={"team": ""},
            code_of=lambda row: str(row.code),
            title_of=lambda row: str(row.title),
            is_open=~Q(state__in=over),
        )
    )
