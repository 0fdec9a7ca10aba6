"""The best deals as a picture, in a file."""

from __future__ import annotations

from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

from ..errors import Problem, ScenarioError
from ..models.io.atomic_write import write_whole
from ..models.scenario import Scenario
from ..results.best_deals import Bargain
from ..solver.limits import Limits, Stopped
from ..solver.pareto.enumerate import all_points

FORMS = (".svg", ".png")


class NothingToDraw(ScenarioError):
    """The answer has no frontier to draw, which could not be known before."""


def plot(bargain: Bargain, path: str | Path, *, time_limit: float | None = None, limits: Limits | None = None) -> None:
    """Draw the best deals into a file, which appears whole or not at all, and replaces one of that name.

    For two parties the plane of their utilities: all deals that cross no red line where these are not too many, the
    frontier, the reservation values, the solutions and the ideal point, and a proposal with the deal that improves
    it. For more, an axis for each party and a line for each point of the frontier. The same answer gives the same
    bytes, with the same version of matplotlib.

    Parameters
    ----------
    bargain
        From :func:`zopa.bargain`.
    path
        A name that ends in ``.svg`` or ``.png``.
    time_limit
        Wall-clock seconds for going through the deals; if that is not enough, only the frontier is drawn, and the
        figure says so.
    limits
        Limits shared with the caller; instead of ``time_limit``.

    Raises
    ------
    ScenarioError
        If the name ends otherwise, its folder does not exist, matplotlib is not installed, fewer than two parties
        value deals, or there is nothing to draw; or a PNG would lack letters.
    OSError
        If the file cannot be written.
    """
    file = Path(path)
    check(bargain.scenario, file)
    from ..reports.figures.sheet import drawn

    cloud, why_none = None, ""
    if len(bargain.parties) == 2 and bargain.red_lines_verdict == "deal":
        cloud, why_none = _cloud(bargain, time_limit, limits)
    if not bargain.frontier and (cloud is None or bargain.verdict != "no_deal"):
        nothing = "no deal is known" if bargain.verdict == "undecided" else "there is no deal"
        raise NothingToDraw([Problem(f"there is no frontier to draw, since {nothing}")], str(file))
    if len(bargain.parties) == 2:
        from ..reports.figures.plane import draw_plane

        made, missing = drawn(lambda figure: draw_plane(figure, bargain, cloud, why_none), file.suffix.lower()[1:])
    else:
        from ..reports.figures.parallel_coordinates import draw_parallel

        made, missing = drawn(lambda figure: draw_parallel(figure, bargain), file.suffix.lower()[1:])
    if missing and file.suffix.lower() == ".png":
        raise _refused(f"the PNG's font lacks letters ({missing[0]}); an SVG is shown with those of the viewer", file)
    write_whole(file, made)


def check(scenario: Scenario, path: Path) -> None:
    """Find out, before a long search, whether its answer could be drawn.

    Raises
    ------
    ScenarioError
        As :func:`plot` does.
    """
    if path.suffix.lower() not in FORMS:
        raise _refused("the name of a figure ends in .svg or .png", path)
    if not path.parent.is_dir():
        raise _refused(f"there is no folder {str(path.parent)!r}", path)
    if path.is_dir():
        raise _refused("this is a folder; name a file", path)
    if sum(party.values_deals for party in scenario.parties.values()) < 2:
        raise _refused("a figure needs two parties that value deals", path)
    if find_spec("matplotlib") is None:
        raise _refused("figures are drawn with matplotlib, which is not installed; zopa's extra plot brings it", path)


def _cloud(
    bargain: Bargain, time_limit: float | None, limits: Limits | None
) -> tuple[list[tuple[Fraction, ...]] | None, str]:
    """Return what all deals that cross no red line are worth, or why that is not known."""
    try:
        points = all_points(bargain.scenario.meaning(), bargain.parties, limits or Limits(time_limit))
    except Stopped:
        return None, "going through them was cut off"
    return points, "they are too many to go through one by one"


def _refused(message: str, path: Path) -> ScenarioError:
    return ScenarioError([Problem(message)], str(path))
