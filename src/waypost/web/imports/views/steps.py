"""From the file to the import: its columns, the preview, the word to begin."""

from functools import partial

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.exchange import actions
from waypost.exchange.models import ImportRun
from waypost.exchange.preview import Preview, preview_of_run
from waypost.exchange.queries import RunPage
from waypost.exchange.taking.into import INTO
from waypost.web.forms import said_of
from waypost.web.http import HttpRequest, page, see_other, toast, warn
from waypost.web.imports.forms import answers_from, mapping_from
from waypost.web.imports.options import meant, projects_named, teams_named
from waypost.web.imports.views.found import address_of, find_run, watch
from waypost.web.imports.views.shown import (
    into_form,
    show_columns,
    show_done,
    show_failed,
    show_preview,
    show_work,
)
from waypost.web.named import offers
from waypost.web.shell.context import WATCHED, Shell


@page("GET")
def page_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one import as far as it is."""
    found = find_run(request, pk)
    if found.row.is_working:
        return show_work(request, found)
    if request.session.get(WATCHED) == pk:
        del request.session[WATCHED]
    if found.row.state == ImportRun.State.DONE:
        return show_done(request, found)
    if found.preview is None or found.preview.needs:
        return see_other("imports:columns", pk)
    return show_preview(request, found, found.preview)


@page("GET")
def chip(request: HttpRequest) -> HttpResponse:
    """Say in the top bar how far the import is that this session began."""
    return render(request, "shell/import_chip.html", {"shell": Shell(request)})


@page("GET", "POST")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how each column is read, and take another word about it."""
    found = find_run(request, pk)
    if found.row.is_working:
        return show_work(request, found)
    if found.row.state == ImportRun.State.DONE:
        return see_other("imports:page", pk)
    if found.preview is None:
        return show_failed(request, found)
    error = ""
    if request.method == "POST":
        try:
            run = _read_again(request, found.run, found.preview)
        except ValidationError as refused:
            error = said_of(refused)
        else:
            needs = preview_of_run(run)
            is_ready = needs is None or not needs.needs
            return see_other("imports:page" if is_ready else "imports:columns", pk)
    return show_columns(request, found, found.preview, error)


def _read_again(request: HttpRequest, run: ImportRun, preview: Preview) -> ImportRun:
    """Take a word about the columns and where everything goes."""
    before = run.answers.get(INTO, "")
    into = before
    if INTO in request.POST:
        form = into_form(request, before)
        if not form.is_valid():
            raise ValidationError(form.errors.as_data()[INTO])
        into = form.cleaned_data[INTO]
    return actions.choose(
        actor=request.user,
        now=timezone.now(),
        run=run,
        mapping=mapping_from(request.POST, preview, run.mapping),
        answers={INTO: into} if into != before else None,
    )


@page("GET")
def offer_projects(request: HttpRequest) -> HttpResponse:
    """Offer the projects that everything may go into."""
    return offers(request, projects_named(request.user))


@page("GET")
def offer_teams(request: HttpRequest) -> HttpResponse:
    """Offer the teams that a row of a file may mean."""
    return offers(request, teams_named(request.user))


@page("POST")
def choices(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what was chosen for problems."""
    found = find_run(request, pk)
    if found.preview is None:
        raise Http404
    try:
        _choose(request, found, found.preview)
    except ValidationError as error:
        warn(request, said_of(error))
        return show_preview(request, found, found.preview, status=422)
    if "start" in request.POST:
        return _start(request, found)
    return see_other(f"{address_of(found)}?show=problems#list")


@page("POST")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the import, or try it once more."""
    return _start(request, find_run(request, pk))


@page("POST")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file once more that was not read to the end."""
    found = find_run(request, pk)
    try:
        actions.choose(
            actor=request.user,
            now=timezone.now(),
            run=found.run,
            mapping=found.run.mapping,
        )
    except ValidationError as error:
        warn(request, said_of(error))
    return see_other("imports:columns", pk)


@page("POST")
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a file go that was not imported."""
    found = find_run(request, pk)
    try:
        actions.discard(actor=request.user, now=timezone.now(), run=found.run)
    except ValidationError as error:
        warn(request, said_of(error))
        return see_other("imports:page", pk)
    said = _("%(name)s was let go. Nothing was imported from it.")
    toast(request, said % {"name": found.row.file_name})
    return see_other("imports:index")


def _choose(request: HttpRequest, found: RunPage, preview: Preview) -> None:
    of_them = partial(meant, request.user)
    said = answers_from(request.POST, preview.problems, of_them)
    actions.choose(actor=request.user, now=timezone.now(), run=found.run, answers=said)


def _start(request: HttpRequest, found: RunPage) -> HttpResponse:
    try:
        actions.start_import(actor=request.user, now=timezone.now(), run=found.run)
        watch(request, found.run)
    except ValidationError as error:
        warn(request, said_of(error))
    return see_other("imports:page", found.row.pk)
