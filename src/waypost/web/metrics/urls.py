"""Addresses of metrics and their readings."""

from django.urls import path

from waypost.web.metrics.views import listing, one, readings, writing

app_name = "metrics"
urlpatterns = [
    path("", listing.index, name="index"),
    path("export.<slug:form>", listing.export, name="export"),
    path("new/", writing.create, name="create"),
    path("formula/", writing.check, name="check"),
    path("M-<int:number>/", one.show, name="page"),
    path("M-<int:number>/edit/", writing.edit, name="edit"),
    path("M-<int:number>/delete/", writing.delete, name="delete"),
    path("M-<int:number>/readings/", readings.add, name="add_reading"),
    path("readings/<int:pk>/", readings.edit, name="edit_reading"),
    path("readings/<int:pk>/delete/", readings.delete, name="delete_reading"),
]
