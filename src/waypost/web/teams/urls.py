"""Addresses of teams and memberships."""

from django.urls import path

from waypost.web.teams.views import members, teams

app_name = "teams"
urlpatterns = [
    path("", teams.index, name="index"),
    path("new/", teams.create, name="create"),
    path("members/<int:pk>/", members.edit, name="membership"),
    path("members/<int:pk>/end/", members.end, name="end_membership"),
    path("members/<int:pk>/delete/", members.delete, name="delete_membership"),
    path("<int:pk>/", teams.show, name="page"),
    path("<int:pk>/edit/", teams.edit, name="edit"),
    path("<int:pk>/delete/", teams.delete, name="delete"),
    path("<int:pk>/members/", members.add, name="add_member"),
]
