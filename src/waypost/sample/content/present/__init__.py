"""The ten objectives of the present cycle with their thirty key results."""

from waypost.sample.content.present.company import COMPANY
from waypost.sample.content.present.others import OTHERS
from waypost.sample.content.present.teams import TEAMS

PRESENT = (*COMPANY, *TEAMS, *OTHERS)
