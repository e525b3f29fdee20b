"""Addresses of what people say on things."""

from django.urls import path

from waypost.web.conversations.views import comments, marks, threads

app_name = "conversations"
urlpatterns = [
    path("comments/<int:pk>/", comments.show, name="comment"),
    path("comments/<int:pk>/edit/", comments.edit, name="edit"),
    path("comments/<int:pk>/delete/", comments.delete, name="delete"),
    path("<str:kind>/<int:pk>/", threads.index, name="thread"),
    path("<str:kind>/<int:pk>/people/", threads.people, name="people"),
    path("<str:kind>/<int:pk>/react/", marks.react, name="react"),
    path("<str:kind>/<int:pk>/read/", marks.acknowledge, name="acknowledge"),
]
