"""Import pages: the file, its columns, the preview, the import, and what came of it."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.exchange import actions, queries, templates
from waypost.exchange.models import ImportRun
from waypost.exchange.preview import Preview, ProblemRow, preview_of_run
from waypost.exchange.queries import RunPage
from waypost.exchange.taking.into import INTO
from waypost.people import queries as people_queries
from waypost.projects import queries as project_queries
from waypost.web.forms import apply_errors, said_of
from waypost.web.http import HttpRequest, page, render_page, see_other, toast, warn
from waypost.web.imports import columns as shown_columns
from waypost.web.imports import outcome, showing, words
from waypost.web.imports.forms import UploadForm, answers_from, into_from, mapping_from
from waypost.web.shell.context import WATCHED, Shell
from waypost.web.uploads import is_too_large

MOST_PEOPLE = 200  # what a select can hold
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
PAGE = "imports/page.html"
FILE_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
State = ImportRun.State


@page("GET", "POST")
def index(request: HttpRequest) -> HttpResponse:
    """Show the imports so far, and take a file."""
    now = timezone.now()
    rows = queries.runs(viewer=request.user, now=now)
    is_sent = request.method == "POST"
    asked = {name: request.GET.get(name, "") for name in ("kind", "metric")}
    form = (
        UploadForm(request.POST, request.FILES)
        if is_sent
        else UploadForm(initial=asked)
    )
    if is_sent and (made := _uploaded(request, form, now)):
        return see_other("imports:columns", made.pk)
    context = {
        "form": form,
        "metric": form["metric"].value(),
        "templates": words.template_words(request.user),
        "rows": [(row, words.kind_words(row.kind)) for row in rows],
        "steps": showing.steps(1, None, ""),
        "most_megabytes": settings.UPLOAD_MAX_MEGABYTES,
    }
    status = 422 if is_sent else 200
    return render_page(
        request, "imports/index.html", context, partial="upload", status=status
    )


def _uploaded(
    request: HttpRequest, form: UploadForm, now: datetime
) -> ImportRun | None:
    """Take the file; what is wrong with it stands under its field."""
    if is_too_large(request):
        form.is_valid()
        form.errors.pop("file", None)
        form.add_error("file", actions.TooLarge().message_dict["file"])
        return None
    if not form.is_valid():
        return None
    file, kind, known = form.upload()
    try:
        made = actions.upload(
            actor=request.user,
            now=now,
            name=file.name or "",
            chunks=file.chunks(),
            kind=kind,
            answers=known,
        )
    except ValidationError as error:
        apply_errors(form, error)
        return None
    _watch(request, made)
    return made


@page("GET")
def page_of(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one import as far as it is."""
    found = _found(request, pk)
    if found.row.is_working:
        return _show_work(request, found)
    if request.session.get(WATCHED) == pk:
        del request.session[WATCHED]
    if found.row.state == ImportRun.State.DONE:
        return _show_done(request, found)
    if found.preview is None or found.preview.needs:
        return see_other("imports:columns", pk)
    return _show_preview(request, found, found.preview)


@page("GET", "POST")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how each column is read, and take another word about it."""
    found = _found(request, pk)
    if found.row.is_working:
        return _show_work(request, found)
    if found.row.state == ImportRun.State.DONE:
        return see_other("imports:page", pk)
    if found.preview is None:
        return _show_failed(request, found)
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
    return _show_columns(request, found, found.preview, error)


def _read_again(request: HttpRequest, run: ImportRun, preview: Preview) -> ImportRun:
    """Take a word about the columns and where everything goes."""
    offered = project_queries.editable_projects(viewer=request.user)
    before = run.answers.get(INTO, "")
    into = into_from(request.POST, offered, before)
    return actions.choose(
        actor=request.user,
        now=timezone.now(),
        run=run,
        mapping=mapping_from(request.POST, preview, run.mapping),
        answers={INTO: into} if into != before else None,
    )


@page("POST")
def choices(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what was chosen for problems."""
    found = _found(request, pk)
    if found.preview is None:
        raise Http404
    try:
        _choose(request, found, found.preview)
    except ValidationError as error:
        warn(request, said_of(error))
        return _show_preview(request, found, found.preview, status=422)
    if "start" in request.POST:
        return _start(request, found)
    return see_other(f"{_address(found)}?show=problems#list")


@page("POST")
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the import, or try it once more."""
    return _start(request, _found(request, pk))


@page("POST")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a file once more that was not read to the end."""
    found = _found(request, pk)
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
    found = _found(request, pk)
    try:
        actions.discard(actor=request.user, now=timezone.now(), run=found.run)
    except ValidationError as error:
        warn(request, said_of(error))
        return see_other("imports:page", pk)
    said = _("%(name)s was let go. Nothing was imported from it.")
    toast(request, said % {"name": found.row.file_name})
    return see_other("imports:index")


@page("GET")
def problems_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the rows that cannot be taken as they stand, for a spreadsheet."""
    found = _found(request, pk)
    rows = found.preview.problems if found.preview else ()
    text = io.StringIO()
    text.write("\ufeff")
    writer = csv.writer(text)
    writer.writerow(
        [_("Row"), _("Key"), _("Column"), _("Text"), _("What is wrong"), _("Then")]
    )
    writer.writerows(_cells(row) for row in rows)
    response = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{pk}-rows.csv"'
    return response


def _cells(row: ProblemRow) -> Iterator[str]:
    labels = {choice.value: choice.label for choice in row.choices}
    then = labels.get(row.chosen, row.chosen)
    at = str(row.row) if row.row else ""
    for cell in (at, row.key, row.column, row.text, row.reason, then):
        yield harmless(cell)


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> harmless("=2+3"), harmless("ONB-1")
    ("'=2+3", 'ONB-1')
    """
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _found(request: HttpRequest, pk: int) -> RunPage:
    try:
        return queries.run_page(viewer=request.user, pk=pk, now=timezone.now())
    except ImportRun.DoesNotExist as error:
        raise Http404 from error


def _address(found: RunPage) -> str:
    return reverse("imports:page", args=[found.row.pk])


def _choose(request: HttpRequest, found: RunPage, preview: Preview) -> None:
    said = answers_from(request.POST, preview.problems)
    actions.choose(actor=request.user, now=timezone.now(), run=found.run, answers=said)


def _start(request: HttpRequest, found: RunPage) -> HttpResponse:
    try:
        actions.start_import(actor=request.user, now=timezone.now(), run=found.run)
        _watch(request, found.run)
    except ValidationError as error:
        warn(request, said_of(error))
    return see_other("imports:page", found.row.pk)


def _homes(request: HttpRequest, preview: Preview) -> Sequence[people_queries.Option]:
    """Return the projects that everything may go into; only plans have that choice."""
    if not words.is_plan(preview.kind):
        return ()
    return project_queries.editable_projects(viewer=request.user)


def _watch(request: HttpRequest, run: ImportRun) -> None:
    """Show in the top bar how far this is, until its page is opened at the end."""
    if run.state in {State.READING, State.QUEUED, State.RUNNING}:
        request.session[WATCHED] = run.pk


@page("GET")
def template(request: HttpRequest, kind: str, form: str) -> StreamingHttpResponse:
    """Give the header of a table that Waypost asks for, to be filled in."""
    known = {name for name, _label in words.template_words(request.user)}
    if kind not in known or form not in templates.FORMS:
        raise Http404
    response = StreamingHttpResponse(
        templates.template(kind, form), content_type=FILE_TYPES[form]
    )
    name = f"waypost-{kind}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page("GET")
def chip(request: HttpRequest) -> HttpResponse:
    """Say in the top bar how far the import is that this session began."""
    return render(request, "shell/import_chip.html", {"shell": Shell(request)})


def _show_columns(
    request: HttpRequest, found: RunPage, preview: Preview, error: str
) -> HttpResponse:
    with_all = "all" in request.GET
    listed, more = shown_columns.columns(preview, with_all=with_all, typed=request.POST)
    context = {
        "found": found,
        "preview": preview,
        "error": error,
        "headline": words.headline(preview) if preview.needs else "",
        "columns": listed,
        "more": more,
        "with_all": with_all,
        "statuses": shown_columns.statuses(preview, request.POST),
        "status_kinds": words.status_kind_words(),
        "into": request.POST.get(INTO, found.run.answers.get(INTO, "")),
        "homes": _homes(request, preview),
        "steps": showing.steps(2, preview, found.row.file_name),
        "kind": words.kind_words(preview.kind),
    }
    status = 422 if error else 200
    return render_page(
        request, "imports/columns.html", context, partial="columns", status=status
    )


def _show_preview(
    request: HttpRequest, found: RunPage, preview: Preview, *, status: int = 200
) -> HttpResponse:
    shown = showing.chosen_list(preview, request.GET.get("show", ""))
    rows, rest = showing.listed(preview, shown)
    paged = Paginator(rows, showing.PROBLEMS_A_PAGE if shown == "problems" else 200)
    current = paged.get_page(request.GET.get("page"))
    people = _people(request, preview) if shown == "problems" else ()
    listed, more = shown_columns.columns(preview)
    context = {
        "found": found,
        "preview": preview,
        "headline": words.headline(preview),
        "lede": words.lede(preview),
        "steps": showing.steps(3, preview, found.row.file_name),
        "facts": showing.facts(preview, shown),
        "shown": shown,
        "list_title": showing.title_of(shown, preview),
        "current": current,
        "problems": showing.problems(list(current.object_list), people)
        if shown == "problems"
        else (),
        "updated": showing.updated(list(current.object_list))
        if shown == "updated"
        else (),
        "rest": rest,
        "shown_query": f"show={shown}&",
        "columns": listed,
        "more": more,
        "outline": showing.outline(preview),
        "is_plan": words.is_plan(preview.kind),
        "has_new_project": words.is_plan(preview.kind)
        and any(node.pk is None for node in preview.outline),
        "also": words.also_words(preview.counts),
        "button": words.button_words(preview.counts),
        "foot": words.foot_words(preview),
        "can_import": preview.changes_something and found.row.is_own,
    }
    return render_page(request, PAGE, context, partial="run", status=status)


def _people(
    request: HttpRequest, preview: Preview
) -> tuple[people_queries.Option, ...]:
    if not any(problem.is_person for problem in preview.problems):
        return ()
    found = people_queries.person_options(viewer=request.user, limit=MOST_PEOPLE)
    return tuple(found)


def _show_work(request: HttpRequest, found: RunPage) -> HttpResponse:
    context = {
        "found": found,
        "working": outcome.working(found),
        "is_writing": found.row.state != ImportRun.State.READING,
        "steps": showing.steps(
            4 if found.row.state != ImportRun.State.READING else 2,
            found.preview,
            found.row.file_name,
        ),
    }
    return render_page(request, "imports/working.html", context, partial="run")


def _show_failed(request: HttpRequest, found: RunPage) -> HttpResponse:
    context = {
        "found": found,
        "steps": showing.steps(1, None, found.row.file_name),
    }
    return render_page(request, "imports/failed.html", context, partial="run")


def _show_done(request: HttpRequest, found: RunPage) -> HttpResponse:
    context = {
        "found": found,
        "preview": found.preview,
        "headline": outcome.done_headline(found),
        "facts": outcome.done_facts(found),
        "places": outcome.places(found.projects),
        "elsewhere": words.list_words(found.row.kind),
        "undo_url": outcome.undo_url(found.row.change_set),
        "steps": showing.steps(5, found.preview, found.row.file_name),
        "problems": found.preview.problems[: showing.PROBLEMS_A_PAGE]
        if found.preview
        else (),
    }
    return render_page(request, "imports/done.html", context, partial="run")
