"""Which files build one expensive ground for all their tests."""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

# Each goes to one process as a whole; every other test goes wherever there is time. The
# marks of xdist would say it in the files, but are not heard by this pytest.
FILES = (
    "src/waypost/sample/tests/test_growing.py",
    "src/waypost/sample/tests/test_load.py",
    "tests/test_privacy_of_pages.py",
    "tests/test_queries_of_pages.py",
    "tests/test_whole_organisation.py",
    "tests/test_words_of_sample.py",
)


class ByGround(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Sends the tests of one ground to one process."""

    def __init__(self, config: Any, log: Any) -> None:
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        file, _, _name = nodeid.partition("::")
        return file if file in FILES else nodeid
