"""Eight projects with their plans, a hundred and fifty tasks in all."""

from waypost.sample.content.projects.code import CODE
from waypost.sample.content.projects.hear import HEAR
from waypost.sample.content.projects.knots import KNOTS
from waypost.sample.content.projects.shore import SHORE
from waypost.sample.content.projects.small import CLOCK, NIGHT, PAINT, RAFTS

PROJECTS = (CLOCK, SHORE, CODE, HEAR, KNOTS, PAINT, RAFTS, NIGHT)
