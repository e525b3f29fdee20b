"""Everything that changes the organisation, its people, teams and calendars."""

from waypost.people.actions.calendars import (
    CalendarTerms,
    ExceptionTerms,
    add_exceptions,
    create_calendar,
    create_calendars,
    edit_calendar,
)
from waypost.people.actions.errors import Refused
from waypost.people.actions.members import (
    MemberTerms,
    add_member,
    end_membership,
)
from waypost.people.actions.operator import install_admin
from waypost.people.actions.organisation import (
    AlreadySetUp,
    OrganisationTerms,
    edit_organisation,
    set_up_organisation,
)
from waypost.people.actions.persons import (
    PersonTerms,
    create_person,
    deactivate_person,
    edit_person,
    reactivate_person,
    set_password,
)
from waypost.people.actions.settings import (
    Settings,
    change_settings,
    mark_seen,
    set_theme,
)
from waypost.people.actions.teams import (
    TeamTerms,
    create_team,
    delete_team,
    edit_team,
)
from waypost.people.actions.time_off import (
    TimeOffTerms,
    add_time_off,
    remove_time_off,
)

__all__ = [
    "AlreadySetUp",
    "CalendarTerms",
    "ExceptionTerms",
    "MemberTerms",
    "OrganisationTerms",
    "PersonTerms",
    "Refused",
    "Settings",
    "TeamTerms",
    "TimeOffTerms",
    "add_exceptions",
    "add_member",
    "add_time_off",
    "change_settings",
    "create_calendar",
    "create_calendars",
    "create_person",
    "create_team",
    "deactivate_person",
    "delete_team",
    "edit_calendar",
    "edit_organisation",
    "edit_person",
    "edit_team",
    "end_membership",
    "install_admin",
    "mark_seen",
    "reactivate_person",
    "remove_time_off",
    "set_password",
    "set_theme",
    "set_up_organisation",
]
