"""What can be set for many projects at once."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waypost.people.models import Person
from waypost.projects.models import Project
from waypost.web.tables import BulkForm, Option
from waypost.web.tables.bulk import SetOne, SetPerson, SetWords
from waypost.web.tables.options import team, teams


def _money(_viewer: Person) -> list[Option]:
    return [
        Option("yes", _("Fund"), means=True),
        Option("no", _("Take the funding back"), means=False),
    ]


def _standing(_viewer: Person) -> list[Option]:
    standing = Project.Standing
    return [
        Option("on_hold", _("Put on hold"), standing.ON_HOLD),
        Option("running", _("Resume"), standing.RUNNING),
    ]


class ProjectsForm(BulkForm):
    """Every field may stay empty."""

    team = SetOne(teams, team, label=gettext_lazy("Team"))
    manager = SetPerson(
        may_be_nobody=False,
        label=gettext_lazy("Run by"),
        help_text=gettext_lazy("A name, or me."),
    )
    category = SetWords(label=gettext_lazy("Category"), max_length=100)
    is_funded = SetOne(
        _money,
        label=gettext_lazy("Money"),
        help_text=gettext_lazy("Its sponsor's to decide."),
    )
    standing = SetOne(
        _standing,
        label=gettext_lazy("Standing"),
        help_text=gettext_lazy("Its sponsor's to decide."),
    )
