"""A right over one row, written once as SQL and filled in with who asks.

The same rule built of ``Q`` and ``Exists`` is resolved, relabelled and compiled anew
for every query that asks it: on most pages that took longer than all the rest. Written
out, it costs one column to resolve, however long it is.
"""

from typing import Any, Self

from django.db.models import BooleanField, Expression, F
from django.db.models.expressions import Col
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.query import Query


class Rule(Expression):
    """A condition for ``filter``, over the row that `through` leads to.

    text     SQL; ``{row}`` stands for the row's table, each ``%s`` for the person
    person   the id of who asks, or what stands for it in a prepared query
    through  the way from the filtered model to the row, such as ``objective__``;
             joined, not nested: databases plan it far better
    column   any column of the row's own, to find its table by

    It may be unknown where it is not true, as conditions on empty columns are: filter
    by it, do not exclude by it.
    """

    output_field = BooleanField()

    def __init__(
        self,
        text: str,
        person: Any,
        *,
        through: str = "",
        column: str = "visibility",
    ) -> None:
        super().__init__()
        self.text = text
        self.person = person
        self.at: Any = F(f"{through}{column}")

    def get_source_expressions(self) -> list[Any]:
        return [self.at]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.at,) = exprs

    def resolve_expression(
        self, query: Query | None = None, *given: Any, **options: Any
    ) -> Self:
        resolved = self.copy()
        resolved.at = self.at.resolve_expression(query, *given, **options)
        return resolved

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        assert isinstance(self.at, Col)
        row = compiler.quote_name_unless_alias(self.at.alias)
        return self.text.format(row=row), [self.person] * self.text.count("%s")
