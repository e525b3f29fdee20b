"""Addresses of cycles."""

from django.urls import path

from waypost.web.cycles.views import listing, one, turning, writing

app_name = "cycles"
urlpatterns = [
    path("", listing.index, name="index"),
    path("new/", writing.create, name="create"),
    path("<int:pk>/", one.show, name="page"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/delete/", turning.delete, name="delete"),
    path("<int:pk>/start/", turning.start, name="start"),
    path("<int:pk>/close/", turning.close, name="close"),
]
