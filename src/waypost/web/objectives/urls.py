"""Addresses of objectives, their key results and guardrails, and cycles."""

from django.urls import path

from waypost.web.objectives.views import (
    cycles,
    drafts,
    guardrails,
    key_results,
    listing,
    objective,
    writing,
)

app_name = "objectives"
urlpatterns = [
    path("", listing.index, name="index"),
    path("new/", writing.create, name="create"),
    path("draft/", drafts.draft, name="draft"),
    path("coach/", drafts.advise, name="coach"),
    path("cycles/new/", cycles.create, name="create_cycle"),
    path("cycles/<int:pk>/start/", cycles.start, name="start_cycle"),
    path("O-<int:number>/", objective.show, name="page"),
    path("O-<int:number>/edit/", writing.edit, name="edit"),
    path("O-<int:number>/delete/", objective.delete, name="delete"),
    path("O-<int:number>/<slug:step>/", objective.move, name="move"),
    path(
        "O-<int:number>/key-results/new/", key_results.create, name="create_key_result"
    ),
    path(
        "O-<int:number>/key-results/coach/", key_results.advise, name="coach_key_result"
    ),
    path(
        "O-<int:number>/key-results/<int:key_result>/",
        key_results.peek,
        name="peek_key_result",
    ),
    path(
        "O-<int:number>/key-results/<int:key_result>/delete/",
        key_results.delete,
        name="delete_key_result",
    ),
    path("O-<int:number>/guardrails/new/", guardrails.create, name="create_guardrail"),
    path(
        "O-<int:number>/guardrails/<int:pk>/delete/",
        guardrails.delete,
        name="delete_guardrail",
    ),
]
