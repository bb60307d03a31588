"""From a queryset to SQL with named places for values: what `prepared` keeps."""

import random
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

Values = Mapping[str, Any]
Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Change:
    """An update or delete whose values are still to be filled in."""

    query: Query


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value goes: of which name, and its number if it is one of many."""

    name: str
    number: int | None = None

    def pick(self, values: Values) -> object:
        """Return the value that goes here, as the database takes it."""
        value = values[self.name]
        return adapted(value if self.number is None else value[self.number])


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled statement. slots: a place or a constant for each `%s`. read: of its rows."""

    sql: str
    slots: tuple[object, ...]
    read: Callable[[Sequence[Row]], Iterator[Any]]

    def params(self, values: Values) -> list[Any]:
        """Return the parameters of the statement for some values."""
        return [slot.pick(values) if isinstance(slot, Place) else slot for slot in self.slots]


def compile_(build: Callable[..., "QuerySet[Any] | Change"], values: Values) -> Plan:
    """Compile what a function of values returns.

    It is called twice with different stand-ins: what differs in the parameters are the
    values, what stays are constants.
    """
    first, second = _stand_ins(values), _stand_ins(values)
    rows = build(**first)
    compiler, sql, params = _sql_of(rows)
    _, sql_again, params_again = _sql_of(build(**second))
    assert sql == sql_again, f"{build.__qualname__} looks at its values"
    places, places_again = _places(first), _places(second)
    slots = [_slot(places, places_again, *pair) for pair in zip(params, params_again, strict=True)]
    missing = {place.name for place in places.values()} - {
        slot.name for slot in slots if isinstance(slot, Place)
    }
    assert not missing, f"{build.__qualname__} does not pass on {missing} as they are"
    read = _reader(rows, compiler) if isinstance(rows, QuerySet) else iter
    return Plan(sql, tuple(slots), read)


def adapted(value: object) -> object:
    """Return a value as the driver of the database takes it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return str(value) if isinstance(value, StrEnum) else value


def _sql_of(built: "QuerySet[Any] | Change") -> tuple[SQLCompiler, str, Sequence[object]]:
    compiler = built.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    return compiler, sql, params


def _slot(
    places: Mapping[Hashable, Place],
    places_again: Mapping[Hashable, Place],
    param: Any,
    param_again: Any,
) -> object:
    place = places.get(param) if isinstance(param, Hashable) else None
    if place is None:
        assert param == param_again, "a value is changed before it reaches the database"
        return param
    assert place == places_again.get(param_again), "stand-ins are told apart"
    return place


def _stand_ins(values: Values) -> dict[str, Any]:
    numbers = iter(random.sample(range(10_000, 32_000), 2_000))
    return {
        name: tuple(_stand_in(one, numbers) for one in value)
        if isinstance(value, tuple)
        else _stand_in(value, numbers)
        for name, value in values.items()
    }


def _stand_in(value: object, numbers: Iterator[int]) -> object:
    """Return a value of the same type that occurs nowhere else."""
    match value:
        case None | bool():
            return value
        case UUID():
            return uuid4()
        case str():
            return uuid4().hex
        case int():
            return next(numbers)
        case datetime():
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=random.getrandbits(30))
    raise TypeError(f"{type(value)} cannot be a value of a prepared statement")


def _places(stand_ins: Values) -> dict[Hashable, Place]:
    found: dict[Hashable, Place] = {}
    for name, value in stand_ins.items():
        if isinstance(value, tuple):
            found |= {adapted(one): Place(name, number) for number, one in enumerate(value)}
        elif value is not None and not isinstance(value, bool):
            found[adapted(value)] = Place(name)
    return found


def _reader(
    rows: "QuerySet[Any]", compiler: SQLCompiler
) -> Callable[[Sequence[Row]], Iterator[Any]]:
    """Return what turns rows of the database into what the queryset would have given."""
    convert = _converter(compiler)
    kind = rows._iterable_class
    if kind is ValuesListIterable:
        return lambda found: map(tuple, convert(found))
    if kind is FlatValuesListIterable:
        return lambda found: (row[0] for row in convert(found))
    assert kind is ModelIterable, "model rows or values_list"
    make = _maker(compiler)
    return lambda found: map(make, convert(found))


def _converter(compiler: SQLCompiler) -> Callable[[Sequence[Row]], Iterator[Row]]:
    count = compiler.col_count
    columns = [column for column, _sql, _alias in (compiler.select or [])[:count]]
    converters = list(compiler.get_converters(columns).items())

    def convert(found: Sequence[Row]) -> Iterator[Row]:
        for row in found:
            values = list(row[:count])
            for position, (functions, column) in converters:
                for function in functions:
                    values[position] = function(values[position], column, connection)
            yield values

    return convert


def _maker(compiler: SQLCompiler) -> Callable[[Row], Model]:
    """Return what makes a model's instance of a row, with those it was joined to."""
    info, select, alias = compiler.klass_info, compiler.select, connection.alias
    assert info is not None, "a queryset of a model"
    assert select is not None, "a compiled queryset"
    start, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, _sql, _alias in select[start:end]]
    joined = get_related_populators(info, select, alias)  # type: ignore[call-arg]
    extra = list((compiler.annotation_col_map or {}).items())

    def make(row: Row) -> Model:
        made: Model = info["model"].from_db(alias, names, row[start:end])
        for populator in joined:
            populator.populate(row, made)
        for name, position in extra:
            setattr(made, name, row[position])
        return made

    return make
