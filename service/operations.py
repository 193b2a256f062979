"""What a route says of itself beside its code: parameters, bodies, errors. The OpenAPI document is made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

View = TypeVar("View", bound=Callable[..., Any])

_NAME = "wenda_operation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation of the API.

    ``gives``: the type of the body, or None for text. ``query`` and ``body``: the models that check what comes in.
    ``errors``: statuses beside those that every route can have. ``conditional``: whether there is an ETag, and 304.
    ``key``: whether the admin key is needed.
    """

    gives: Any
    status: int = 200
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    errors: tuple[int, ...] = ()
    conditional: bool = False
    key: bool = False


def operation(**stated: Any) -> Callable[[View], View]:
    """Say of a view function what its Operation is; its docstring is the summary."""

    def note(view: View) -> View:
        setattr(view, _NAME, Operation(**stated))
        return view

    return note


def operation_of(view: Callable[..., Any]) -> Operation | None:
    """Give what a view function says of itself, or None."""
    found: Operation | None = getattr(view, _NAME, None)
    return found
