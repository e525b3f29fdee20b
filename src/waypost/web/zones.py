"""Time zones as people know them, and currencies as they are written."""

from functools import cache
from zoneinfo import available_timezones

CURRENCIES = (
    "EUR", "USD", "GBP", "CHF", "DKK", "NOK", "SEK", "PLN", "CZK", "HUF", "RON", "BGN",
    "ISK", "TRY", "UAH", "CAD", "AUD", "NZD", "JPY", "CNY", "HKD", "SGD", "INR", "KRW",
    "ZAR", "BRL", "MXN", "ILS", "AED", "SAR",
)  # fmt: skip


@cache
def zones() -> tuple[tuple[str, str], ...]:
    """Return the time zones that people know by a city, and UTC."""
    cities = [name for name in available_timezones() if "/" in name]
    plain = [name for name in cities if not name.startswith(("Etc/", "SystemV/"))]
    named = [(name, name.replace("_", " ")) for name in sorted(plain)]
    return (("UTC", "UTC"), *named)
