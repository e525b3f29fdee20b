"""Addresses of the table of tasks."""

from django.urls import path

from waypost.web.tasks import views

app_name = "tasks"
urlpatterns = [
    path("", views.index, name="index"),
    path("export.<slug:form>", views.export, name="export"),
]
