"""Where the gallery stands."""

from django.urls import path

from waypost.web.gallery import views

app_name = "gallery"
urlpatterns = [
    path("", views.index, name="index"),
    path("error/<int:code>/", views.error, name="error"),
]
