"""Writing an objective down, and changing what is said of it."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.bets import actions as bet_actions
from waypost.core.history import version_of
from waypost.okrs import access, actions, queries
from waypost.okrs.actions import ObjectiveTerms, Parent, Rewriting
from waypost.okrs.models import Cycle, Objective
from waypost.okrs.queries import NoSuchParent
from waypost.people import queries as people
from waypost.people.models import Person
from waypost.projects import access as project_access
from waypost.projects import queries as project_queries
from waypost.projects.models import Project
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    posted,
    render_page,
    see_other,
)
from waypost.web.objectives.forms import Choices, ObjectiveForm
from waypost.web.objectives.options import objective_choices
from waypost.web.objectives.views.found import (
    chosen,
    find_objective,
    require_editable,
    require_place,
)


@page("GET", "POST")
def create(request: HttpRequest) -> HttpResponse:
    cycle = chosen(request).current
    if cycle is None:
        return _no_cycle(request)
    places = queries.writable_places(viewer=request.user, cycle=cycle)
    asked = _asked(request)
    choices = objective_choices(request.user, cycle, places=places, serves=asked)
    project = _project(request)
    if project is not None:
        choices = replace(choices, levels=[(Objective.Level.PROJECT, project.name)])
    else:
        require_place(
            is_there=places.any,
            message=_("You write no objectives in %(cycle)s.") % {"cycle": cycle.name},
        )
    if request.method == "GET":
        initial = _defaults(request, cycle, choices)
        form = ObjectiveForm(choices=choices, initial=initial, serves=asked)
        return _write(request, form, cycle)
    form = ObjectiveForm(request.POST, choices=choices)
    if form.is_valid():
        objective = _try(form, lambda: _create(request, form, project))
        if objective is not None:
            said = _("%(code)s created. Give it its first key result.")
            offer_undo(request, said % {"code": objective.code})
            return see_other("objectives:page", objective.number)
    return _write(request, form, cycle, status=422)


@page("GET", "POST")
def edit(request: HttpRequest, number: int) -> HttpResponse:
    objective = find_objective(request, number)
    require_editable(request, objective)
    cycle = objective.cycle
    places = queries.writable_places(viewer=request.user, cycle=cycle)
    kept = queries.objective_page(viewer=request.user, number=number)
    serves = [each.code for each in kept.row.serves]
    choices = objective_choices(
        request.user, cycle, places=places, child=objective, serves=serves
    )
    named = queries.viewers_of(viewer=request.user, objective=objective)
    initial = _as_it_is(objective, [each.pk for each in named])
    sent = posted(request)
    form = ObjectiveForm(sent, choices=choices, initial=initial, serves=serves)
    if sent is None:
        return _write(request, form, cycle, objective=objective)
    if form.is_valid() and _try(form, lambda: _rewrite(request, form, objective)):
        offer_undo(request, _("%(code)s saved.") % {"code": objective.code})
        return see_other("objectives:page", number)
    return _write(request, form, cycle, objective=objective, status=422)


def _write(
    request: HttpRequest,
    form: ObjectiveForm,
    cycle: Cycle,
    *,
    objective: Objective | None = None,
    status: int = 200,
) -> HttpResponse:
    back = reverse("objectives:index")
    if objective is not None:
        back = reverse("objectives:page", args=[objective.number])
    context = {"form": form, "cycle": cycle, "objective": objective, "back": back}
    return render_page(
        request, "objectives/write.html", context, partial="all", status=status
    )


def _no_cycle(request: HttpRequest) -> HttpResponse:
    context = {"may_create_cycle": access.may_create_cycle(request.user)}
    return render_page(request, "objectives/no_cycle.html", context, partial="all")


def _try(form: ObjectiveForm, write: Any) -> Objective | None:
    """Write, or put what was refused into the form."""
    try:
        written: Objective = write()
    except NoSuchParent as error:
        form.add_error(None, _("There is no %(code)s.") % {"code": str(error)})
    except ValidationError as error:
        apply_errors(form, _under_fields(error))
    else:
        return written
    return None


def _under_fields(error: ValidationError) -> ValidationError:
    """Put what is said of `serves` under the first of its fields."""
    if not hasattr(error, "error_dict"):
        return error
    renamed = {"serves": "serves_0"}
    return ValidationError(
        {renamed.get(name, name): errors for name, errors in error.error_dict.items()}
    )


def _project(request: HttpRequest) -> Project | None:
    """Return the project that is to hold the new one, if the address names it."""
    code = request.GET.get("project", "")
    if not code:
        return None
    try:
        project = project_queries.project(viewer=request.user, code=code)
    except Project.DoesNotExist as error:
        raise Http404 from error
    project_access.require_edit(request.user, project)
    return project


def _create(
    request: HttpRequest, form: ObjectiveForm, project: Project | None
) -> Objective:
    terms = _terms(request, form)
    if project is not None:
        return bet_actions.create_project_objective(
            actor=request.user,
            now=timezone.now(),
            project=project,
            terms=terms,
            serves=_parents(request, form),
            viewers=_viewers(request, form),
        )
    return actions.create_objective(
        actor=request.user,
        now=timezone.now(),
        terms=terms,
        serves=_parents(request, form),
        viewers=_viewers(request, form),
    )


def _rewrite(
    request: HttpRequest, form: ObjectiveForm, objective: Objective
) -> Objective:
    rewriting = Rewriting(
        terms=_terms(request, form),
        serves=_parents(request, form),
        viewers=_viewers(request, form),
    )
    return actions.rewrite_objective(
        actor=request.user,
        now=timezone.now(),
        objective=objective,
        rewriting=rewriting,
        version=form.cleaned_data["version"],
    )


def _terms(request: HttpRequest, form: ObjectiveForm) -> ObjectiveTerms:
    said, viewer = form.cleaned_data, request.user
    owner = _person(viewer, said["owner"])
    assert owner is not None  # the field is required
    team = said["team"]
    return ObjectiveTerms(
        title=said["title"],
        cycle=queries.cycle(viewer=viewer, pk=int(said["cycle"])),
        owner=owner,
        level=said["level"],
        team=people.team(viewer=viewer, pk=int(team)) if team else None,
        person=_person(viewer, said["person"]),
        why=said["why"],
        reviewer=_person(viewer, said["reviewer"]),
        kind=said["kind"],
        visibility=said["visibility"],
        priority=int(said["priority"]),
        weight=said["weight"],
        state=said["state"],
    )


def _person(viewer: Person, value: str) -> Person | None:
    return people.person(viewer=viewer, pk=int(value)) if value else None


def _viewers(request: HttpRequest, form: ObjectiveForm) -> list[Person]:
    return [
        people.person(viewer=request.user, pk=int(value))
        for value in form.cleaned_data["viewers"]
    ]


def _parents(request: HttpRequest, form: ObjectiveForm) -> list[Parent]:
    return [
        queries.find_parent(viewer=request.user, code=code) for code in form.serves()
    ]


def _asked(request: HttpRequest) -> list[str]:
    """Return what an address says that the new objective supports."""
    return request.GET.getlist("serves")[:5]


def _defaults(request: HttpRequest, cycle: Cycle, choices: Choices) -> dict[str, Any]:
    asked = request.GET.get("level", "")
    levels = [value for value, _label in choices.levels]
    only_team = choices.teams[0][0] if len(choices.teams) == 1 else ""
    is_planned = cycle.state == Cycle.State.PLANNING
    state = Objective.State.DRAFT if is_planned else Objective.State.ACTIVE
    return {
        "title": request.GET.get("title", "")[:200],
        "level": asked if asked in levels else next(iter(levels), ""),
        "team": request.GET.get("team", only_team),
        "person": request.user.pk,
        "owner": request.user.pk,
        "cycle": cycle.pk,
        "kind": Objective.Kind.ASPIRATIONAL,
        "state": state,
        "visibility": "everyone",
        "priority": "3",
        "weight": "1",
    }


def _as_it_is(objective: Objective, viewers: list[int]) -> dict[str, Any]:
    terms = ObjectiveTerms.of(objective)
    values = {name: getattr(terms, name) for name in terms.__dataclass_fields__}
    for name in ("team", "person", "owner", "reviewer", "cycle"):
        values[name] = getattr(terms, name).pk if getattr(terms, name) else ""
    values["priority"] = str(terms.priority)
    values["weight"] = f"{terms.weight:g}"
    return values | {"viewers": viewers, "version": version_of(objective)}
