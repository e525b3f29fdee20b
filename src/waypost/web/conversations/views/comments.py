"""One comment: by itself, changed, deleted."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from waypost.conversations import access, actions
from waypost.conversations.models import Comment
from waypost.web.conversations.showing import (
    branch_view,
    comment_view,
    edit_box,
    edit_form,
    thread_url,
)
from waypost.web.conversations.views.found import find_comment, thing_under
from waypost.web.conversations.views.threads import answer, say_whom_it_missed
from waypost.web.forms import apply_errors
from waypost.web.http import (
    HttpRequest,
    offer_undo,
    page,
    render_page,
    see_other,
    wants_fragment,
)
from waypost.web.talk import named


@page("GET")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a comment with its replies; as a fragment the comment alone."""
    return _shown(request, find_comment(request, pk))


@page("GET", "POST")
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment = find_comment(request, pk)
    thing = thing_under(request, comment)
    access.require_edit(request.user, comment)
    data = request.POST if request.method == "POST" else None
    form = edit_form(comment, request.user, data)
    if form.is_bound and form.is_valid():
        try:
            posted = actions.edit_comment(
                actor=request.user,
                now=timezone.now(),
                comment=comment,
                words=form.words(),
                version=form.cleaned_data["version"],
            )
        except ValidationError as error:
            apply_errors(form, error)
        else:
            offer_undo(request, _("Saved."))
            say_whom_it_missed(request, posted)
            return _saved(request, pk)
    context = {
        "box": edit_box(comment, thing, form),
        "pk": pk,
        "name": comment.author.name,
        "of": named(thing),
        "thread_url": thread_url(thing),
    }
    status = 422 if form.is_bound else 200
    return render_page(
        request, "conversations/edit.html", context, partial="box", status=status
    )


@page("POST")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    comment = find_comment(request, pk)
    thing = thing_under(request, comment)
    actions.delete_comment(actor=request.user, now=timezone.now(), comment=comment)
    offer_undo(request, _("Comment deleted."))
    return answer(request, thing)


def _saved(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the comment in its place, or by itself where there is no script."""
    if wants_fragment(request):
        return _shown(request, find_comment(request, pk))
    return see_other("conversations:comment", pk)


def _shown(request: HttpRequest, comment: Comment) -> HttpResponse:
    thing = thing_under(request, comment)
    view = comment_view if wants_fragment(request) else branch_view
    context = {
        "it": view(comment, thing, request.user),
        "of": named(thing),
        "thread_url": thread_url(thing),
    }
    return render_page(
        request, "conversations/comment.html", context, partial="comment"
    )
