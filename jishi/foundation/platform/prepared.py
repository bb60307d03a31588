"""Statements written as querysets, compiled once and run many times.

Building a queryset and turning it into SQL takes several times as long as running it, and
hot paths run the same few for every buyer. A prepared statement is a function of its values
that returns a queryset; after its first call only the values are filled in:

    @prepared.reading
    def _prices(variant_ids: Collection[UUID], market: str) -> QuerySet[Price]:
        return Price.objects.filter(variant_id__in=variant_ids, market_code=market)

Values are ids, texts, whole numbers and moments, or collections of them, which count as
sets. Booleans and None are not filled in: each is a statement of its own. The function must
not look at its values, for it is called with stand-ins.
"""

import functools
import inspect
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.db.models.sql import DeleteQuery, Query, UpdateQuery

from jishi.foundation.platform import compiling
from jishi.foundation.platform.compiling import Change, Plan

__all__ = ["Change", "changing", "delete", "finding", "insert", "reading", "save", "update"]

P = ParamSpec("P")
M = TypeVar("M", bound=Model)
R = TypeVar("R")

MAX_ROWS = 24
"""More rows than this are inserted by the ORM, in batches."""

BATCH = 2_000
"""So many rows at once are fewer values than any of the databases takes."""

Values = Mapping[str, Any]


def reading(build: "Callable[P, QuerySet[M, R]]") -> Callable[P, list[R]]:
    """Make a function that returns a queryset return its rows.

    Model rows or `values_list`. An empty collection among the values finds nothing.
    """
    statement = _Statement(build)

    @functools.wraps(build)
    def run(*args: P.args, **kwargs: P.kwargs) -> list[R]:
        values = statement.named(args, kwargs)
        return [] if _has_empty(values) else list(_rows(statement.plan(values), values))

    return run


def finding(build: "Callable[P, QuerySet[M, R]]") -> "Callable[P, R | None]":
    """Make a function that returns a queryset return its first row, or None."""
    read = reading(build)

    @functools.wraps(build)
    def run(*args: P.args, **kwargs: P.kwargs) -> R | None:
        return next(iter(read(*args, **kwargs)), None)

    return run


def changing(build: Callable[P, Change]) -> Callable[P, int]:
    """Make a function that describes a change do it and return how many rows it met.

    An empty collection among the values changes nothing.
    """
    statement = _Statement(build)

    @functools.wraps(build)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        values = statement.named(args, kwargs)
        if _has_empty(values):
            return 0
        plan = statement.plan(values)
        return _execute(plan.sql, plan.params(values))

    return run


def update(rows: "QuerySet[Any]", **values: object) -> Change:
    """Describe an update of some rows, for `changing`."""
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values(values)
    return Change(query)


def delete(rows: "QuerySet[Any]") -> Change:
    """Describe a delete of rows that nothing refers to, for `changing`."""
    query: Query = rows.query.clone()
    query.__class__ = DeleteQuery
    return Change(query)


def insert(rows: Sequence[Model]) -> None:
    """Insert rows of one model by one statement; keys that the database counts stay unknown."""
    if not rows:
        return
    if len(rows) > MAX_ROWS:
        rows[0]._meta.model._default_manager.bulk_create(rows, batch_size=BATCH)
        return
    fields = _given_fields(type(rows[0]))
    values = [
        field.get_db_prep_save(field.pre_save(row, True), connection)
        for row in rows
        for field in fields
    ]
    _execute(_insert_sql(type(rows[0]), len(rows)), values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def save(row: Model, *names: str) -> None:
    """Write some columns of a row that is in its table; one statement."""
    fields = _saved_fields(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    _execute(_save_sql(type(row), names), values)


class _Statement:
    """A function of values that returns a queryset or change, with the plans made of it."""

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._names = tuple(inspect.signature(build).parameters)
        self._plans: dict[Hashable, Plan] = {}

    def named(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Values:
        """Return the values of a call by name; collections as tuples, padded to a power of 2.

        So there are few shapes to compile, and for the database to remember.
        """
        values = dict(zip(self._names, args, strict=False)) | kwargs
        for name, value in values.items():
            if not isinstance(value, str) and hasattr(value, "__iter__"):
                values[name] = _padded(tuple(value))
        return values

    def plan(self, values: Values) -> Plan:
        """Return the compiled statement for values of this shape."""
        shape = tuple(_shape(values[name]) for name in self._names)
        plan = self._plans.get(shape)
        if plan is None:
            plan = self._plans[shape] = compiling.compile_(self._build, values)
        return plan


def _rows(plan: Plan, values: Values) -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute(plan.sql, plan.params(values))
        found = cursor.fetchall()
    return plan.read(found)


def _execute(sql: str, params: Sequence[Any]) -> int:
    with (
        transaction.mark_for_rollback_on_error(connection.alias),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, params)
        count: int = cursor.rowcount
    return count


def _padded(items: tuple[Any, ...]) -> tuple[Any, ...]:
    missing = (1 << (len(items) - 1).bit_length()) - len(items) if items else 0
    return items + items[-1:] * missing


def _shape(value: object) -> Hashable:
    if isinstance(value, tuple):
        return len(value)
    return (value,) if value is None or isinstance(value, bool) else ...


def _has_empty(values: Values) -> bool:
    return () in values.values()


@functools.cache
def _given_fields(model: type[Model]) -> tuple[Any, ...]:
    """Return the columns that an insert names: all but a key that the database counts."""
    meta = model._meta
    return tuple(field for field in meta.concrete_fields if field is not meta.auto_field)


@functools.cache
def _insert_sql(model: type[Model], count: int) -> str:
    quote = connection.ops.quote_name
    fields = _given_fields(model)
    columns = ", ".join(quote(field.column) for field in fields)
    row = f"({', '.join(['%s'] * len(fields))})"
    rows = ", ".join([row] * count)
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES {rows}"  # noqa: S608  names of our own tables


@functools.cache
def _saved_fields(model: type[Model], names: tuple[str, ...]) -> tuple[Any, ...]:
    """Return the columns that are written, then the key."""
    return (*map(model._meta.get_field, names), model._meta.pk)


@functools.cache
def _save_sql(model: type[Model], names: tuple[str, ...]) -> str:
    *changed, key = (
        f"{connection.ops.quote_name(field.column)} = %s" for field in _saved_fields(model, names)
    )
    table = connection.ops.quote_name(model._meta.db_table)
    return f"UPDATE {table} SET {', '.join(changed)} WHERE {key}"  # noqa: S608  names of our own
