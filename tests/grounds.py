"""Which files build one expensive ground for all their tests."""

from typing import Any

from xdist.scheduler import LoadScopeScheduling

# Each ground goes to one process as a whole, and before all else, since it takes long;
# every other test goes wherever there is time. The marks of xdist would say it in the
# files, but are not heard by this pytest.
GROUNDS = {
    "src/waypost/sample/tests/test_growing.py": "sample of the size S",
    "src/waypost/sample/tests/test_load.py": "sample",
    "tests/test_privacy_of_pages.py": "house that is crawled",
    "tests/test_queries_of_pages.py": "house that grows",
    "tests/test_whole_organisation.py": "sample of the size S",
    "tests/test_words_of_sample.py": "sample of today",
}


class ByGround(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Sends the tests of one ground to one process."""

    def __init__(self, config: Any, log: Any) -> None:
        super().__init__(config, log)

    def mark_test_complete(
        self, node: Any, item_index: int, duration: float = 0
    ) -> None:
        """Forget what is done, through which xdist would look after each test."""
        nodeid = self.registered_collections[node][item_index]
        scope = self._split_scope(nodeid)
        work = self.assigned_work[node]
        work[scope][nodeid] = True
        if all(work[scope].values()):
            del work[scope]
        self._reschedule(node)

    def _split_scope(self, nodeid: str) -> str:
        file, _, _name = nodeid.partition("::")
        return GROUNDS.get(file, nodeid)
