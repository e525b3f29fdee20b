"""Everything that changes the organisation, its people, teams and calendars."""

from waypost.people.actions.arriving import (
    Arrival,
    add_members,
    amend_people,
    bring_people,
)
from waypost.people.actions.calendars import (
    CalendarTerms,
    ExceptionTerms,
    add_exceptions,
    copy_calendar,
    create_calendar,
    create_calendars,
    delete_calendar,
    delete_exception,
    edit_calendar,
    edit_exception,
    edit_week,
)
from waypost.people.actions.contacts import (
    ContactTerms,
    create_contact,
    delete_contact,
    edit_contact,
)
from waypost.people.actions.errors import Refused
from waypost.people.actions.hand_over import hand_over
from waypost.people.actions.invitations import invite
from waypost.people.actions.members import (
    MemberTerms,
    add_member,
    delete_membership,
    edit_membership,
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
    Profile,
    Settings,
    change_settings,
    mark_seen,
    set_theme,
)
from waypost.people.actions.sign_in import (
    end_other_sessions,
    end_session,
    reset_sign_in,
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
    "Arrival",
    "CalendarTerms",
    "ContactTerms",
    "ExceptionTerms",
    "MemberTerms",
    "OrganisationTerms",
    "PersonTerms",
    "Profile",
    "Refused",
    "Settings",
    "TeamTerms",
    "TimeOffTerms",
    "add_exceptions",
    "add_member",
    "add_members",
    "add_time_off",
    "amend_people",
    "bring_people",
    "change_settings",
    "copy_calendar",
    "create_calendar",
    "create_calendars",
    "create_contact",
    "create_person",
    "create_team",
    "deactivate_person",
    "delete_calendar",
    "delete_contact",
    "delete_exception",
    "delete_membership",
    "delete_team",
    "edit_calendar",
    "edit_contact",
    "edit_exception",
    "edit_membership",
    "edit_organisation",
    "edit_person",
    "edit_team",
    "edit_week",
    "end_membership",
    "end_other_sessions",
    "end_session",
    "hand_over",
    "install_admin",
    "invite",
    "mark_seen",
    "reactivate_person",
    "remove_time_off",
    "reset_sign_in",
    "set_password",
    "set_theme",
    "set_up_organisation",
]
