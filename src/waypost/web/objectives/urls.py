"""Addresses of objectives, their key results and guardrails."""

from django.urls import path

from waypost.web.objectives.views import (
    drafts,
    guardrails,
    key_results,
    listing,
    objective,
    offers,
    tables,
    writing,
)

app_name = "objectives"
urlpatterns = [
    path("", listing.index, name="index"),
    path("table/", tables.objectives, name="table"),
    path("table/export.<slug:form>", tables.export_objectives, name="export"),
    path("key-results/", tables.key_results, name="key_results_table"),
    path(
        "key-results/export.<slug:form>",
        tables.export_key_results,
        name="export_key_results",
    ),
    path("piece/", listing.piece, name="piece"),
    path("answer/", listing.answer, name="answer"),
    path("new/", writing.create, name="create"),
    path("draft/", drafts.draft, name="draft"),
    path("coach/", drafts.advise, name="coach"),
    path("offers/metrics/", offers.metrics, name="offer_metrics"),
    path("offers/parents/", offers.parents, name="offer_parents"),
    path("O-<int:number>/", objective.show, name="page"),
    path("O-<int:number>/edit/", writing.edit, name="edit"),
    path("O-<int:number>/delete/", objective.delete, name="delete"),
    path("O-<int:number>/<slug:step>/", objective.move, name="move"),
    path(
        "O-<int:number>/key-results/new/", key_results.create, name="create_key_result"
    ),
    path(
        "O-<int:number>/key-results/order/",
        key_results.reorder,
        name="reorder_key_results",
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
