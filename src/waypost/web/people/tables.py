"""The tables of people and of contacts."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from waypost.core.listing import Order
from waypost.people import access, queries
from waypost.people.installation import organisation
from waypost.people.models import Person as Somebody
from waypost.people.queries import ACTIVE, INACTIVE, INVITED, ContactLine, PersonLine
from waypost.web.tables import (
    Choices,
    Column,
    Days,
    Numbers,
    Option,
    Person,
    Quick,
    Table,
    Words,
    cells,
)
from waypost.web.templatetags import formats


def people_table(viewer: Somebody) -> Table[PersonLine]:
    """Return the table of people; rates only for who may see them."""
    rate = (_rate(),) if access.may_see_rates(viewer) else ()
    return Table(
        name="people",
        title=gettext_lazy("People"),
        columns=(*_COLUMNS, *rate),
        find=queries.find_people,
        read=queries.people_lines,
        key=lambda row: row.pk,
        named=lambda row: row.name,
        count=_people_counted,
        order=(Order("name"),),
        opening=f"standing={ACTIVE},{INVITED}",
        searches=gettext_lazy("Name or e-mail"),
        quick=(
            Quick(gettext_lazy("Reports to me"), (("manager", "me"),)),
            Quick(gettext_lazy("Invited"), (("standing", INVITED),)),
            Quick(gettext_lazy("Switched off"), (("standing", INACTIVE),)),
        ),
    )


def standing_word(standing: str) -> str:
    """Return what it is called that somebody can or cannot sign in."""
    words = {
        ACTIVE: _("active"),
        INVITED: _("invited"),
        INACTIVE: _("switched off"),
    }
    return words[standing]


def _people_counted(count: int) -> str:
    words = ngettext("%(count)s person", "%(count)s people", count)
    return words % {"count": formats.number(count)}


def _contacts_counted(count: int) -> str:
    words = ngettext("%(count)s contact", "%(count)s contacts", count)
    return words % {"count": formats.number(count)}


def _name(row: PersonLine) -> str:
    url = reverse("people:page", args=[row.pk])
    return cells.name(row.name, url, [row.email])


def _teams(row: PersonLine) -> str:
    links = (
        cells.link(name, reverse("teams:page", args=[pk])) for pk, name in row.teams
    )
    return SafeString(", ".join(links))


def _standing(row: PersonLine) -> str:
    if row.standing == ACTIVE:
        return cells.NOTHING
    kind = "warn" if row.standing == INVITED else "ghost"
    return cells.tag(standing_word(row.standing), kind)


def _team_options(viewer: Somebody) -> list[Option]:
    teams = queries.team_options(viewer=viewer)
    none = Option("none", _("in no team"), None)
    return [*(Option(str(t.value), t.label, t.value) for t in teams), none]


def _calendar_options(viewer: Somebody) -> list[Option]:
    known = queries.calendar_options(viewer=viewer)
    none = Option("none", _("the default one"), None)
    return [*(Option(str(pk), name, pk) for pk, name in known), none]


def _roles(_viewer: Somebody) -> list[Option]:
    return [Option(str(v), str(label), v) for v, label in Somebody.Role.choices]


def _standings(_viewer: Somebody) -> list[Option]:
    return [Option(v, standing_word(v), v) for v in (ACTIVE, INVITED, INACTIVE)]


def _seen_day(row: PersonLine) -> date | None:
    return row.seen_at.date() if row.seen_at else None


def _rate() -> Column[PersonLine]:
    house = organisation()
    currency = house.currency if house else "EUR"
    return Column(
        "rate",
        gettext_lazy("Rate"),
        lambda row: cells.text(formats.money(row.rate, currency)),
        lambda row: row.rate,
        is_numeric=True,
        is_shown=False,
    )


_COLUMNS: tuple[Column[PersonLine], ...] = (
    Column("name", gettext_lazy("Name"), _name, lambda row: row.name, is_name=True),
    Column(
        "email",
        gettext_lazy("E-mail"),
        lambda row: cells.text(row.email),
        lambda row: row.email,
        is_shown=False,
    ),
    Column(
        "role",
        gettext_lazy("Role"),
        lambda row: cells.text(row.role_name),
        lambda row: str(row.role_name),
        Choices(_roles),
    ),
    Column(
        "team",
        gettext_lazy("Teams"),
        _teams,
        lambda row: ", ".join(name for _pk, name in row.teams),
        Choices(_team_options),
        sorts=False,
    ),
    Column(
        "manager",
        gettext_lazy("Manager"),
        lambda row: cells.person(row.manager),
        lambda row: row.manager.name if row.manager else "",
        Person(),
    ),
    Column(
        "calendar",
        gettext_lazy("Calendar"),
        lambda row: cells.text(row.calendar or _("default")),
        lambda row: row.calendar,
        Choices(_calendar_options),
        is_shown=False,
    ),
    Column(
        "capacity",
        gettext_lazy("Capacity"),
        lambda row: cells.number(row.capacity, "h"),
        lambda row: row.capacity,
        Numbers(unit="h"),
        is_numeric=True,
    ),
    Column(
        "seen",
        gettext_lazy("Last here"),
        lambda row: cells.text(formats.ago(row.seen_at)),
        _seen_day,
        Days(),
        falls_first=True,
    ),
    Column(
        "standing",
        gettext_lazy("Sign-in"),
        _standing,
        lambda row: standing_word(row.standing),
        Choices(_standings),
        sorts=False,
    ),
)


def _contact(row: ContactLine) -> str:
    return cells.name(row.name, reverse("people:contact", args=[row.pk]))


def _mailto(row: ContactLine) -> Any:
    return cells.link(row.email, f"mailto:{row.email}")


CONTACTS: Table[ContactLine] = Table(
    name="contacts",
    title=gettext_lazy("Contacts"),
    columns=(
        Column(
            "name", gettext_lazy("Name"), _contact, lambda row: row.name, is_name=True
        ),
        Column(
            "organisation",
            gettext_lazy("Organization"),
            lambda row: cells.text(row.organisation),
            lambda row: row.organisation,
            Words(),
        ),
        Column(
            "email", gettext_lazy("E-mail"), _mailto, lambda row: row.email, Words()
        ),
    ),
    find=queries.find_contacts,
    read=queries.contact_lines,
    key=lambda row: row.pk,
    named=lambda row: row.name,
    count=_contacts_counted,
    order=(Order("name"),),
    searches=gettext_lazy("Name, e-mail or organization"),
)
