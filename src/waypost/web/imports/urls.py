"""Addresses of imports, and of the export of the whole."""

from django.urls import path

from waypost.web.imports.views import listing, problems, steps, whole

app_name = "imports"
urlpatterns = [
    path("", listing.index, name="index"),
    path("templates/<str:kind>.<str:form>", listing.template, name="template"),
    path("running/", steps.chip, name="chip"),
    path("export/", whole.index, name="export"),
    path("export/<int:pk>/", whole.download, name="export_file"),
    path("offers/projects/", steps.offer_projects, name="offer_projects"),
    path("offers/teams/", steps.offer_teams, name="offer_teams"),
    path("<int:pk>/", steps.page_of, name="page"),
    path("<int:pk>/columns/", steps.columns, name="columns"),
    path("<int:pk>/choices/", steps.choices, name="choices"),
    path("<int:pk>/start/", steps.start, name="start"),
    path("<int:pk>/again/", steps.again, name="again"),
    path("<int:pk>/discard/", steps.discard, name="discard"),
    path("<int:pk>/problems.csv", problems.problems_csv, name="problems"),
]
