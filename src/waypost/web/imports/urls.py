"""Addresses of imports."""

from django.urls import path

from waypost.web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.index, name="index"),
    path("templates/<str:kind>.<str:form>", views.template, name="template"),
    path("running/", views.chip, name="chip"),
    path("<int:pk>/", views.page_of, name="page"),
    path("<int:pk>/columns/", views.columns, name="columns"),
    path("<int:pk>/choices/", views.choices, name="choices"),
    path("<int:pk>/start/", views.start, name="start"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/problems.csv", views.problems_csv, name="problems"),
]
