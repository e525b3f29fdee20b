from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from waypost.core.access import Denied
from waypost.people import actions
from waypost.people.models import Person, TimeOff
from waypost.people.tests.factories import (
    LONG_AGO,
    make_admin,
    make_calendar,
    make_membership,
    make_organisation,
    make_person,
    make_team,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 2, 2, 9, tzinfo=UTC)


def test_is_edited_by_admins() -> None:
    row = make_organisation()
    terms = replace(actions.OrganisationTerms.of(row), name="Larkfield Health")

    edited = actions.edit_organisation(actor=make_admin(), now=NOW, terms=terms)

    assert edited.name == "Larkfield Health"
    with pytest.raises(Denied):
        actions.edit_organisation(
            actor=make_person(role="manager"), now=NOW, terms=terms
        )


def test_says_which_band_is_out_of_order() -> None:
    terms = actions.OrganisationTerms.of(make_organisation())

    for changes, said in (
        ({"at_risk_from": 0.1}, "At risk must begin below"),
        ({"score_low": 0.9}, "low band must end below"),
    ):
        with pytest.raises(ValidationError, match=said):
            actions.edit_organisation(
                actor=make_admin(),
                now=NOW,
                terms=replace(terms, **changes),  # type: ignore[arg-type]  # fields by name
            )


def test_rules_are_also_the_databases() -> None:
    person, team = make_person(), make_team()
    off = TimeOff.objects.create(person=person, starts_on=LONG_AGO, ends_on=LONG_AGO)
    make_calendar(is_default=True)
    broken: list[tuple[models.Model, dict[str, object]]] = [
        (make_organisation(), {"at_risk_from": 1}),
        (make_organisation(), {"score_low": 1}),
        (make_calendar(), {"is_default": True}),
        (person, {"capacity_hours_per_week": 169}),
        (person, {"manager": person}),
        (person, {"email": make_person().email}),
        (team, {"parent": team}),
        (make_membership(team, person), {"ends_on": LONG_AGO}),
        (off, {"ends_on": "2019-12-31"}),
    ]

    for row, changes in broken:
        same = type(row)._default_manager.filter(pk=row.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            same.update(**changes)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_membership(team, person)
    assert Person.objects.filter(pk=person.pk, manager=None).exists()
