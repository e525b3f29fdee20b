"""Everything that happens to files: an import from upload to plan, an export."""

from waypost.exchange.actions.commands import Outcome, import_path
from waypost.exchange.actions.steps import choose, start_import
from waypost.exchange.actions.tidying import remove_old_files
from waypost.exchange.actions.uploads import discard, upload
from waypost.exchange.actions.whole import (
    begin_export,
    bring_along,
    save_whole,
    take_whole,
    write_export,
)
from waypost.exchange.actions.working import work_on
from waypost.exchange.errors import CannotGoOn, NotTaken
from waypost.exchange.storage import TooLarge

__all__ = [
    "CannotGoOn",
    "NotTaken",
    "Outcome",
    "TooLarge",
    "begin_export",
    "bring_along",
    "choose",
    "discard",
    "import_path",
    "remove_old_files",
    "save_whole",
    "start_import",
    "take_whole",
    "upload",
    "work_on",
    "write_export",
]
