"""Where each kind of thing has its page, for those who only hold the thing."""

from waypost.core import registry
from waypost.okrs.models import KeyResult, Objective
from waypost.web.addresses import key_result_url, objective_url


def register_pages() -> None:
    """Tell the registry the addresses; later families add their lines."""
    registry.add_page(Objective, lambda row: objective_url(row.number))
    registry.add_page(KeyResult, lambda row: key_result_url(row.number))
