"""Addresses of calendars and their days."""

from django.urls import path

from waypost.web.calendars.views import calendars, days

app_name = "calendars"
urlpatterns = [
    path("", calendars.index, name="index"),
    path("new/", calendars.create, name="create"),
    path("days/<int:pk>/", days.edit, name="day"),
    path("days/<int:pk>/delete/", days.delete, name="delete_day"),
    path("<int:pk>/", calendars.show, name="page"),
    path("<int:pk>/edit/", calendars.edit, name="edit"),
    path("<int:pk>/copy/", calendars.copy, name="copy"),
    path("<int:pk>/delete/", calendars.delete, name="delete"),
    path("<int:pk>/days/", days.add, name="add_day"),
]
