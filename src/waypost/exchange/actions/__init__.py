"""Everything that happens to an import, from upload to plan."""

from waypost.exchange.actions.commands import Outcome, import_path
from waypost.exchange.actions.steps import choose, start_import
from waypost.exchange.actions.uploads import discard, upload
from waypost.exchange.actions.working import work_on
from waypost.exchange.errors import CannotGoOn, NotTaken
from waypost.exchange.storage import TooLarge

__all__ = [
    "CannotGoOn",
    "NotTaken",
    "Outcome",
    "TooLarge",
    "choose",
    "discard",
    "import_path",
    "start_import",
    "upload",
    "work_on",
]
