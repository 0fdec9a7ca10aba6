"""The public names of zopa in four groups, told by what each object is: nothing here says where a name lives."""

from __future__ import annotations

import inspect
import typing
from dataclasses import dataclass, field

import pydantic
from pydantic.fields import FieldInfo

import zopa

ROOMS_OF_SCENARIOS = ("models", "scenarios")


@dataclass(frozen=True)
class Group:
    """One page of the reference: its title, what it says first, and the public names on it."""

    title: str
    about: str
    names: list[str] = field(default_factory=list)


def groups() -> dict[str, Group]:
    """Return the pages of the reference by file name; every public name is on exactly one."""
    pages = {
        "questions": Group("Solve and ask", "The functions that take a scenario and answer a question about it."),
        "results": Group(
            "Results",
            "What the answers are made of. All are frozen dataclasses. A field is ``None`` where it was not asked for "
            "or not proved.",
        ),
        "scenarios": Group(
            "Scenarios and the builder",
            "Reading, writing and changing scenarios; the documents that they are made of; and how to build one in "
            "Python.",
        ),
        "errors": Group("Errors and limits", "What can go wrong, and how to stop a search."),
    }
    for name in public_names():
        pages[group_of(getattr(zopa, name))].names.append(name)
    return pages


def public_names() -> list[str]:
    """Return the public names that have a docstring of their own: all but the version."""
    return [name for name in zopa.__all__ if not name.startswith("__")]


def group_of(found: object) -> str:
    """Return the page that a public object belongs on."""
    of_limits = {zopa.Limits.__module__, zopa.ZopaError.__module__}
    module = inspect.getmodule(found)
    home = module.__name__ if module else ""
    if home in of_limits or (inspect.isclass(found) and issubclass(found, BaseException)):
        return "errors"
    if home.split(".")[1] in ROOMS_OF_SCENARIOS:
        return "scenarios"
    return "results" if inspect.isclass(found) else "questions"


def helpers(name: str) -> list[type]:
    """Return the classes of zopa that the methods of a public class return and that have no public name themselves."""
    owner = getattr(zopa, name)
    found: dict[type, None] = {}
    if inspect.isclass(owner):
        for method in vars(owner).values():
            returned = returned_by(method)
            if inspect.isclass(returned) and returned.__module__.startswith("zopa.") and public_name(returned) is None:
                found[returned] = None
    return list(found)


def returned_by(method: object) -> object:
    """Return the type that a method returns, as far as its annotation can be read without a type checker."""
    if not inspect.isfunction(method):
        return None
    try:
        return typing.get_type_hints(method).get("return")
    except NameError:
        return None


def show_fields() -> None:
    """Give each document the signature that its fields make; pydantic's own says ``**data``."""
    for name in public_names():
        found = getattr(zopa, name)
        if inspect.isclass(found) and issubclass(found, pydantic.BaseModel):
            types = typing.get_type_hints(found)  # without the validators
            fields = found.model_fields.items()
            found.__annotations__ = types
            found.__signature__ = inspect.Signature([parameter(key, info, types[key]) for key, info in fields])


def parameter(name: str, info: FieldInfo, kind: object) -> inspect.Parameter:
    """Return a field of a document as a keyword."""
    default = inspect.Parameter.empty if info.is_required() else info.get_default(call_default_factory=True)
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=default)


def public_name(found: object) -> str | None:
    """Return the name under which an object is public."""
    name = getattr(found, "__name__", "")
    return name if name in zopa.__all__ and getattr(zopa, name) is found else None
