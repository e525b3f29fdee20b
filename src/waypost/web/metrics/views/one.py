"""One metric: its readings, its parts, and what stands on it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone

from waypost.okrs import queries
from waypost.okrs.models import Metric
from waypost.people.installation import local_day
from waypost.web.http import HttpRequest, page, render_page
from waypost.web.metrics import showing
from waypost.web.reading_form import ReadingForm


@page("GET")
def show(request: HttpRequest, number: int) -> HttpResponse:
    return answer(request, number)


def answer(request: HttpRequest, number: int, **forms: Any) -> HttpResponse:
    """Render the page, with the form in hand if it was refused."""
    now, viewer = timezone.now(), request.user
    try:
        found = queries.metric_page(viewer=viewer, number=number)
    except (Metric.DoesNotExist, OverflowError) as error:
        raise Http404 from error
    context: dict[str, Any] = {
        "found": found,
        "row": found.row,
        "headline": showing.headline(found),
        "trend": showing.trend(found, local_day(now)),
        "trend_rows": showing.table(found),
        "uses": showing.uses(found),
        "rails": showing.rails(found),
        "readings": queries.reading_rows(viewer=viewer, metric=found.metric),
        "reading_form": ReadingForm(initial={"observed_at": now}),
        "is_computed": found.metric.source == Metric.Source.COMPUTED,
        "activity": showing.told(
            queries.activity_of(viewer=viewer, thing=found.metric, limit=8)
        ),
    }
    status = 422 if forms else 200
    return render_page(
        request, "metrics/page.html", context | forms, partial="all", status=status
    )
