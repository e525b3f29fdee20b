"""How long the server took: the ``Server-Timing`` header of every answer."""

from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter, thread_time
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connections
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


class QueryClock:
    """Counts the queries of one request and the time they take."""

    def __init__(self) -> None:
        self.queries = 0
        self.seconds = 0.0

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: bool,  # noqa: FBT001 - Django calls it so
        context: dict[str, Any],
    ) -> Any:
        started = perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            # SQLite is told where a snapshot begins; PostgreSQL is not asked either.
            self.queries += not sql.startswith("BEGIN")
            self.seconds += perf_counter() - started


class ServerTiming:
    """Adds milliseconds of app and database and the number of queries.

    ``cpu`` is the processor time of it, which a busy machine hardly changes.

    On when ``WAYPOST_TIMING`` is; otherwise it takes itself out of the chain.
    """

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.TIMING:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        clock = QueryClock()
        started, own = perf_counter(), thread_time()
        with ExitStack() as stack:
            for connection in connections.all():
                stack.enter_context(connection.execute_wrapper(clock))
            response = self.get_response(request)
        total, own = perf_counter() - started, thread_time() - own
        response["Server-Timing"] = (
            f"app;dur={1000 * total:.1f}, cpu;dur={1000 * own:.1f},"
            f" db;dur={1000 * clock.seconds:.1f},"
            f' queries;desc="{clock.queries}"'
        )
        return response
