"""What each state of an import shows."""

from django.core.paginator import Paginator
from django.http import HttpResponse

from waypost.exchange.models import ImportRun
from waypost.exchange.preview import Preview
from waypost.exchange.queries import RunPage
from waypost.exchange.taking.into import INTO
from waypost.web.http import HttpRequest, render_page
from waypost.web.imports import columns as shown_columns
from waypost.web.imports import outcome, showing, words
from waypost.web.imports.forms import IntoForm
from waypost.web.imports.options import missing, project_choices

PAGE = "imports/page.html"


def show_columns(
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
        "into": _into(request, found, preview),
        "steps": showing.steps(2, preview, found.row.file_name),
        "kind": words.kind_words(preview.kind),
    }
    status = 422 if error else 200
    return render_page(
        request, "imports/columns.html", context, partial="columns", status=status
    )


def show_preview(
    request: HttpRequest, found: RunPage, preview: Preview, *, status: int = 200
) -> HttpResponse:
    shown = showing.chosen_list(preview, request.GET.get("show", ""))
    rows, rest = showing.listed(preview, shown)
    paged = Paginator(rows, showing.PROBLEMS_A_PAGE if shown == "problems" else 200)
    current = paged.get_page(request.GET.get("page"))
    kinds = {problem.kind for problem in preview.problems}
    offered = missing(request.user, kinds) if shown == "problems" else {}
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
        "problems": showing.problems(list(current.object_list), offered, request.POST)
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


def show_work(request: HttpRequest, found: RunPage) -> HttpResponse:
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


def show_failed(request: HttpRequest, found: RunPage) -> HttpResponse:
    context = {
        "found": found,
        "steps": showing.steps(1, None, found.row.file_name),
    }
    return render_page(request, "imports/failed.html", context, partial="run")


def show_done(request: HttpRequest, found: RunPage) -> HttpResponse:
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


def into_form(request: HttpRequest, before: str) -> IntoForm:
    """Return the form of the project that everything goes into."""
    sent = request.POST if INTO in request.POST else None
    return IntoForm(sent, projects=project_choices(request.user), before=before)


def _into(request: HttpRequest, found: RunPage, preview: Preview) -> IntoForm | None:
    """Ask where it goes, if there is a choice; only plans have it."""
    if not words.is_plan(preview.kind):
        return None
    form = into_form(request, found.run.answers.get(INTO, ""))
    has_choice = len(getattr(form.fields[INTO], "choices", (1, 2))) > 1
    return form if has_choice else None
