"""Addresses of people and contacts."""

from django.urls import path

from waypost.web.people.views import access, contacts, listing, person, time_off

app_name = "people"
urlpatterns = [
    path("", listing.index, name="index"),
    path("export.<slug:form>", listing.files, name="files"),
    path("new/", access.create, name="create"),
    path("contacts/", listing.contacts, name="contacts"),
    path("contacts/export.<slug:form>", listing.contact_files, name="contact_files"),
    path("contacts/new/", contacts.create, name="create_contact"),
    path("contacts/<int:pk>/", contacts.edit, name="contact"),
    path("contacts/<int:pk>/delete/", contacts.delete, name="delete_contact"),
    path("time-off/<int:pk>/remove/", time_off.remove, name="remove_time_off"),
    path("<int:pk>/", person.show, name="page"),
    path("<int:pk>/edit/", person.edit, name="edit"),
    path("<int:pk>/time-off/", time_off.add, name="time_off"),
    path("<int:pk>/invitation/", access.invitation, name="invitation"),
    path("<int:pk>/reset-sign-in/", access.reset, name="reset_sign_in"),
    path("<int:pk>/off/", access.deactivate, name="deactivate"),
    path("<int:pk>/on/", access.reactivate, name="reactivate"),
    path("<int:pk>/hand-over/", access.hand_over, name="hand_over"),
]
