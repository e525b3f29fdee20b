"""Saved views: kept, changed, deleted; and names to choose from."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from waypost.people import queries as people
from waypost.planning import access, actions, queries
from waypost.planning.models import SavedView
from waypost.web.choices import people_named
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    go_back,
    offer_undo,
    page,
    render_page,
    see_other,
    warn,
)
from waypost.web.named import offers
from waypost.web.tables.chosen_view import NO_VIEW
from waypost.web.tables.forms import ViewForm
from waypost.web.tables.narrowing import clean

OFFERED = 12


@page("GET")
def names(request: HttpRequest) -> HttpResponse:
    """Offer names while one is typed; with ``as=one`` so that each means one person.

    The field may have any name.
    """
    if request.GET.get("as") == "one":
        writes = request.GET.get("writes") == "1"
        return offers(request, people_named(request.user, writes=writes))
    asked = [values[-1] for _name, values in request.GET.lists()]
    typed = next((clean(value) for value in asked), "")
    found = people.person_options(viewer=request.user, words=typed, limit=OFFERED)
    listed = [(each.label, each.hint) for each in found]
    context = {"options": listed if typed else []}
    return render_page(request, "tables/names.html", context, partial="names")


@page("POST")
def create(request: HttpRequest, table: str) -> HttpResponse:
    """Keep what a table shows under a name."""
    may_share = access.may_share(request.user)
    form = ViewForm(request.POST, may_share=may_share)
    if form.is_valid():
        data = form.cleaned_data
        try:
            view = actions.save_view(
                actor=request.user,
                now=timezone.now(),
                table=table,
                name=data["name"],
                parameters=data["parameters"],
                is_shared=data.get("is_shared", False),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("View “%(name)s” saved.") % {"name": view.name})
            return see_other(f"{_home(request)}?view={view.pk}")
    return _form(request, form, _("Save a view"), parameters=form["parameters"].value())


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view, or share it."""
    view = _found(request, pk)
    access.require_edit(request.user, view)
    initial = {"name": view.name, "is_shared": view.is_shared}
    sent = request.POST if request.method == "POST" else None
    may_share = access.may_share(request.user)
    form = ViewForm(sent, initial=initial, may_share=may_share)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            actions.edit_view(
                actor=request.user,
                now=timezone.now(),
                view=view,
                name=data["name"],
                is_shared=data.get("is_shared"),
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("View changed."))
            return see_other(f"{_home(request)}?view={view.pk}")
    return _form(request, form, _("Change a view"))


@page("POST")
def overwrite(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a view stand for what the table shows now."""
    view = _found(request, pk)
    sent = {"name": view.name, "parameters": request.POST.get("parameters", "")}
    form = ViewForm(sent, may_share=False)
    if form.is_valid():
        actions.overwrite_view(
            actor=request.user,
            now=timezone.now(),
            view=view,
            parameters=form.cleaned_data["parameters"],
        )
        offer_undo(request, _("View “%(name)s” changed.") % {"name": view.name})
    else:
        warn(request, _("This is too much for a view; use fewer filters."))
    return see_other(f"{_home(request)}?view={view.pk}")


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a view."""
    view = _found(request, pk)
    actions.delete_view(actor=request.user, now=timezone.now(), view=view)
    offer_undo(request, _("View “%(name)s” deleted.") % {"name": view.name})
    return see_other(f"{_home(request)}?view={NO_VIEW}")


@page("POST")
def open_with(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the table with this view from now on."""
    view = _found(request, pk)
    actions.open_with_view(actor=request.user, now=timezone.now(), view=view)
    words = _("The table opens with “%(name)s” from now on.")
    offer_undo(request, words % {"name": view.name})
    return see_other(f"{_home(request)}?view={view.pk}")


@page("POST")
def open_without(request: HttpRequest, table: str) -> HttpResponse:
    """Open the table as it is from now on."""
    actions.open_without_view(actor=request.user, now=timezone.now(), table=table)
    offer_undo(request, _("The table opens with everything from now on."))
    return go_back(request, fallback="/")


def _found(request: HttpRequest, pk: int) -> SavedView:
    try:
        return queries.saved_view(viewer=request.user, pk=pk)
    except SavedView.DoesNotExist as error:
        raise Http404 from error


def _form(
    request: HttpRequest,
    form: ViewForm,
    heading: str,
    *,
    parameters: str | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "action": request.path,
        "next": _home(request),
        "parameters": parameters,
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "tables/view.html", context, partial="form", status=status
    )


def _home(request: HttpRequest) -> str:
    """Return the path of the table, as the form said it, if it is one of ours."""
    said = request.POST.get("next") or request.GET.get("next") or "/"
    path = said.partition("?")[0]
    safe = url_has_allowed_host_and_scheme(path, allowed_hosts={request.get_host()})
    return path if safe and path.startswith("/") else "/"
