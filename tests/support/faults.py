"""Faults injected where CP-SAT answers: what stands in for the adapter, and the ways in which it may fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import pytest

import zopa
from zopa.solver.cpsat.backend import CpModel, Response, Run

Fault: TypeAlias = Callable[[Response, CpModel], Response]


class Adapter:
    """Stands in for a function that asks CP-SAT, counts the questions and spoils the answers to some.

    The model is that function's last argument, as of ``Run.solve`` and of ``Solver.run``.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, owner: object = Run, name: str = "solve") -> None:
        real: Callable[..., Response] = getattr(owner, name)
        self.at(0, unknown)

        def solve(*question: Any) -> Response:
            self.asked += 1
            outcome = real(*question)
            return self.fault(outcome, question[-1]) if self.strikes(self.asked) else outcome

        monkeypatch.setattr(owner, name, solve)

    def when(self, strikes: Callable[[int], bool], fault: Fault) -> None:
        self.asked, self.strikes, self.fault = 0, strikes, fault

    def always(self, fault: Fault) -> None:
        self.when(lambda _asked: True, fault)

    def at(self, number: int, fault: Fault) -> None:
        """Spoil the answer to one question, counted from 1; to none with 0."""
        self.when(lambda asked: asked == number, fault)


def unknown(_outcome: Response, _model: CpModel) -> Response:
    return Response("unknown")


def denied(outcome: Response, model: CpModel) -> Response:
    """Say of a deal that there is none."""
    if outcome.status in ("feasible", "optimal"):
        return Response("infeasible", core=tuple(model.proto.assumptions))
    return outcome


def interruption(limits: zopa.Limits, answered: bool = False) -> Fault:
    """Return the fault of an interrupt during a question, which is lost unless its answer came before."""

    def fault(outcome: Response, _model: CpModel) -> Response:
        limits.interrupt()
        return outcome if answered else Response("unknown")

    return fault


def spoilt(how: Callable[[int, int, int], int]) -> Fault:
    """Return the fault that moves every value of a deal within its variable's bounds."""

    def fault(outcome: Response, model: CpModel) -> Response:
        moved = [how(value, low, high) for value, (low, high) in zip(outcome.values, model.domains, strict=False)]
        return replace(outcome, values=(*moved, *outcome.values[len(moved) :]))

    return fault


SPOILT: dict[str, Fault] = {
    "all at their least": spoilt(lambda _value, low, _high: low),
    "all at their greatest": spoilt(lambda _value, _low, high: high),
    "all mirrored": spoilt(lambda value, low, high: low + high - value),
}


class Countdown(zopa.Limits):
    """A time limit that comes when it has been looked at so often: at the same moment in every run."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self.looks = looks

    @property
    def stopped_by(self) -> Any:
        self.looks -= 1
        return None if self.looks >= 0 else "time_limit"
