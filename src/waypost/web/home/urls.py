"""Addresses of one's own week."""

from django.urls import path

from waypost.web.home import views

app_name = "home"
urlpatterns = [
    path("", views.index, name="index"),
    path("week/seen/", views.seen, name="seen"),
    path("week/since/", views.changes, name="changes"),
    path("week/own/", views.own, name="own"),
    path("week/KR-<int:number>/", views.row, name="row"),
    path("week/KR-<int:number>/check-in/", views.check_in, name="check_in"),
    path("week/KR-<int:number>/preview/", views.preview, name="preview"),
    path("week/tasks/<str:code>/<int:number>/", views.tick, name="tick"),
    path("week/check-ins/<int:pk>/read/", views.acknowledge, name="acknowledge"),
    path("week/comments/<int:pk>/read/", views.read_comment, name="read_comment"),
    path("week/bets/<int:pk>/accept/", views.accept, name="accept"),
    path("week/bets/<int:pk>/decline/", views.decline, name="decline"),
]
