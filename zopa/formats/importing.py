"""A folder of another program's files -> one scenario, and notes on how they were read.

Each issue becomes a term and each profile a party. Utilities from 0 to 1 become utilities from 0 to 100.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import lcm
from pathlib import Path
from typing import Any, TypeAlias

from ..errors import Problem, ScenarioError, quoted
from ..models.io.load import validated
from ..models.io.source.json_reader import read_json
from ..models.io.source.tree import MAX_BYTES, ReadError
from ..models.io.source.yaml_reader import read_yaml
from ..models.scenario import Scenario
from ..models.values import MAX_PLACES
from . import genius, geniusweb, negmas, negolog
from .domain import IssueDomain, Profile
from .identifiers import identifiers, label
from .scaling import MAX_LISTED
from .source import File, Notes
from .to_documents import TooFine, draft, is_settled, party_document, rounded, term_document, too_fine
from .utility_points import Points, counted
from .xml_reader import read_xml

MAX_FILES = 500
MAX_TOTAL = 4 * MAX_BYTES
_ENDINGS = (".xml", ".json", ".yml", ".yaml")
_FORMATS = {"GENIUS": genius, "GeniusWeb": geniusweb, "NegMAS": negmas, "NegoLog": negolog}
_KNOWN = "GENIUS, GeniusWeb, NegMAS or NegoLog"
_MAX_RETRIED = 2**20
"""How many bytes a folder may hold so that the most decimal places that work are looked for."""

_Read: TypeAlias = tuple[str, Any, File]
"""A file's format, its tree, and the file."""

_Files: TypeAlias = list[tuple[str, bytes]]


@dataclass(frozen=True)
class Imported:
    """A scenario, and what was dropped or read in one of two possible ways: one sentence each."""

    scenario: Scenario
    notes: tuple[str, ...]


def import_folder(path: str | Path, *, steps: int | None = None, places: int | None = None) -> Imported:
    """Read a GENIUS, GeniusWeb, NegMAS or NegoLog domain with its profiles.

    Parameters
    ----------
    path
        The folder; of its subfolders nothing is read.
    steps
        Into how many steps an issue of real numbers is cut; without it such issues are refused.
    places
        To how many decimal places weights, evaluations and reservation values are rounded, each by itself, before
        anything is computed with them. Without it, a file is refused where a number needs more digits than zopa
        computes with; the message names the most places that work. Notes say what rounding changes.

    Raises
    ------
    ScenarioError
        If there is no domain, no profile or more than one format, or a file cannot be read; located.
    OSError
        If the folder cannot be read.
    """
    if steps is not None and not 1 <= steps <= MAX_LISTED:
        raise ScenarioError([Problem(f"the number of steps has to be from 1 to {MAX_LISTED:,}")])
    if places is not None and not 0 <= places <= MAX_PLACES:
        raise ScenarioError([Problem(f"the number of decimal places has to be from 0 to {MAX_PLACES}")])
    folder = Path(path)
    files = _files(folder)
    try:
        found = _read(folder, files, steps, places)
    except TooFine as error:
        most = _most_places(folder, files, steps, (MAX_PLACES + 1) if places is None else places)
        raise _with_repair(error, most) from None
    if places is not None and found.was_rounded:
        _say_what_rounding_changes(found, folder, files, steps, places)
    return found.imported()


@dataclass(frozen=True)
class _Found:
    """A scenario's document, checked, with what it was made from and the remarks on that."""

    scenario: Scenario
    domain: IssueDomain
    profiles: list[Profile]
    notes: Notes

    @property
    def was_rounded(self) -> bool:
        return any(profile.source.rounded for profile in self.profiles)

    def imported(self) -> Imported:
        return Imported(self.scenario, self.notes.lines())


def _files(folder: Path) -> _Files:
    paths = sorted(file for file in folder.iterdir() if file.suffix.lower() in _ENDINGS and file.is_file())
    if len(paths) > MAX_FILES:
        raise ScenarioError([Problem(f"the folder holds more than {MAX_FILES} files")], str(folder))
    files: _Files = []
    size = 0
    for path in paths:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        size += len(data)
        if size > MAX_TOTAL:
            raise ScenarioError([Problem("the files of the folder are larger than 32 MiB together")], str(folder))
        files.append((str(path), data))
    return files


def _profiles(
    folder: Path, files: _Files, notes: Notes, steps: int | None, places: int | None
) -> tuple[IssueDomain, list[Profile]]:
    """Return what the files of a folder say."""
    domains: list[_Read] = []
    profiles: list[_Read] = []
    for name, data in files:
        source = File(name, data, notes, steps, places)
        kind, content = _content(source, Path(name).suffix.lower())
        if content is not None and _FORMATS[kind].is_domain(content):
            domains.append((kind, content, source))
        elif content is not None and _FORMATS[kind].is_profile(content):
            profiles.append((kind, content, source))
        else:
            source.note("skipped: neither a domain nor a profile")
    return _understood(folder, domains, profiles)


def _read(folder: Path, files: _Files, steps: int | None, places: int | None) -> _Found:
    notes = Notes()
    domain, valued = _profiles(folder, files, notes, steps, places)
    for profile in valued:
        if profile.source.rounded:
            many = "1 number is" if profile.source.rounded == 1 else f"{profile.source.rounded:,} numbers are"
            profile.source.note(f"{many} rounded to {places} decimal places")
    scenario, used = _scenario(domain, valued)
    return _Found(scenario, domain, used, notes)


def _most_places(folder: Path, files: _Files, steps: int | None, below: int) -> int | None:
    """Return the most decimal places that a folder can be read with, fewer than some; None if none is found."""
    if sum(len(data) for _, data in files) > _MAX_RETRIED:
        return None
    for places in range(below - 1, 0, -1):
        try:
            _read(folder, files, steps, places)
        except ScenarioError:
            continue
        return places
    return None


def _with_repair(error: TooFine, most: int | None) -> ScenarioError:
    how = "round the files' numbers to fewer decimal places (--places; in Python places)"
    if most is not None:
        how = f"round the files' numbers: --places {most} (in Python places={most}) is the most that works"
    return ScenarioError([replace(one, message=f"{one.message}; {how}") for one in error.problems], error.file)


def _say_what_rounding_changes(found: _Found, folder: Path, files: _Files, steps: int | None, places: int) -> None:
    """Note what "exact" and "proved" are said of, how rounding changes the points, and the most places that work."""
    exact = counted(*_profiles(folder, files, Notes(), steps, None))
    coarse = counted(found.domain, found.profiles)
    most = _most_places(folder, files, steps, MAX_PLACES + 1)
    rest = f"; {most} places are the most that work" if most is not None and most > places else ""
    said = "what zopa calls exact or proved is so for the rounded numbers"
    for profile in found.profiles:
        if profile.source.rounded:
            profile.source.note(f"{said}{_compared(exact, coarse)}{rest}")


def _compared(exact: Points | None, coarse: Points | None) -> str:
    if exact is None or coarse is None:
        return "; there are too many outcomes to count here how rounding changes the frontier"
    if exact == coarse:
        return ", and rounding changes neither how many points there are nor how many no other beats"
    return (
        f"; rounding changes how many points there are from {exact.distinct:,} to {coarse.distinct:,}, and how many of "
        f"them no other beats from {exact.frontier:,} to {coarse.frontier:,}"
    )


def _content(source: File, ending: str) -> tuple[str, Any]:
    """Return a file's format and tree; no tree where it is of another kind of XML."""
    if ending == ".xml":
        is_genius = any(f"<{tag}" in source.text for tag in genius.ROOTS)
        return "GENIUS", read_xml(source) if is_genius else None
    text = negmas.finite_text(source.text)
    try:
        tree = read_json(text) if ending == ".json" else read_yaml(text)
    except ReadError as error:
        raise source.error(error.message, error.mark) from None
    for kind in ("GeniusWeb", "NegoLog"):
        if _FORMATS[kind].is_domain(tree) or _FORMATS[kind].is_profile(tree):
            return kind, tree
    return "NegMAS", tree


def _understood(folder: Path, domains: list[_Read], profiles: list[_Read]) -> tuple[IssueDomain, list[Profile]]:
    """Return the one domain, and what each profile values."""
    kinds = sorted({kind for kind, _, _ in (*domains, *profiles)})
    if len(kinds) > 1:
        raise ScenarioError([Problem(f"the folder mixes files of {' and '.join(kinds)}; keep them apart")], str(folder))
    if len(domains) > 1:
        names = ", ".join(Path(source.file).name for _, _, source in domains)
        raise ScenarioError([Problem(f"the folder holds more than one domain: {names}")], str(folder))
    if not profiles:
        what = "no profile" if domains else "no domain and no profile"
        raise ScenarioError([Problem(f"the folder holds {what} of {_KNOWN}")], str(folder))
    kind, content, source = (domains or profiles)[0]
    if not domains:
        if kind == "NegMAS":
            raise ScenarioError([Problem("the folder holds no domain (a file with 'issues')")], str(folder))
        if kind != "NegoLog":  # it has no such file
            source.note("there is no file for the domain; the issues are those of this profile")
    domain = _FORMATS[kind].read_domain(content, source)
    return domain, [_FORMATS[kind].read_profile(tree, file, domain) for _, tree, file in profiles]


def _scenario(domain: IssueDomain, profiles: list[Profile]) -> tuple[Scenario, list[Profile]]:
    """Return the scenario, and the profiles as it states them: rounded again where nothing else helps."""
    try:
        return _exactly(domain, profiles), profiles
    except TooFine:
        if domain.source.places is None:
            raise
    again = [rounded(profile) for profile in profiles]
    return _exactly(domain, again), again


def _exactly(domain: IssueDomain, profiles: list[Profile]) -> Scenario:
    terms = identifiers((issue.name for issue in domain.issues), "issue")
    made: dict[str, dict[str, Any]] = {}
    spots: dict[tuple[str, ...], tuple[File, int]] = {}
    for issue in domain.issues:
        if is_settled(issue):
            domain.source.note(
                f"{quoted(issue.name)} has only one value, so it is not a term; its utility is a constant"
            )
            continue
        made[terms[issue.name]] = term_document(issue, domain.source)
        spots["terms", terms[issue.name]] = domain.source, issue.mark
    if not made:
        raise domain.source.error("no issue leaves a choice between values", domain.issues[0].mark)
    names = identifiers((profile.name for profile in profiles), "party")
    drafts = [draft(domain, profile, terms) for profile in profiles]
    factor = lcm(*(one.multiplier for one in drafts))
    parties = {}
    for one in drafts:
        name, source = names[one.profile.name], one.profile.source
        parties[name], found = party_document(one, terms, factor)
        spots["parties", name] = source, 0
        spots |= {("parties", name, *keys): (source, mark) for keys, mark in found.items()}
    try:
        document = {"title": label(domain.name), "notes": _kept_notes(profiles, factor), "terms": made}
        scenario = validated({**document, "parties": parties})
    except ScenarioError as error:
        raise _placed(error, spots, domain) from None
    if factor > 1:
        for profile in profiles:
            profile.source.note(
                f"all utilities and reservation values, of every party, are multiplied by {factor:,} to make them "
                "exact decimals"
            )
    return scenario


def _kept_notes(profiles: list[Profile], factor: int) -> tuple[str, ...]:
    """Return what has to stand in the scenario itself: what its solutions compare, and of what they are proved."""
    notes = []
    if factor > 1:
        notes.append(
            f"Every party's utilities and reservation value are {100 * factor:,} times those of the imported files; so "
            "sums and differences over parties compare the files' own points."
        )
    if any(profile.source.rounded for profile in profiles):
        places = profiles[0].source.places
        notes.append(
            f"Numbers of the imported files were rounded to {places} decimal places. What zopa calls exact or proved "
            "is so for the rounded numbers, and the solutions compare those."
        )
    return tuple(notes)


def _placed(
    error: ScenarioError, places: dict[tuple[str, ...], tuple[File, int]], domain: IssueDomain
) -> ScenarioError:
    """Return the first problem of a scenario as one of the file that it was read from."""
    problem = error.problems[0]
    keys = tuple(map(str, problem.keys))
    while keys and keys not in places:
        keys = keys[:-1]
    source, mark = places.get(keys, (domain.source, 0))
    located = source.error(f"zopa cannot represent this: {problem.message}", mark)
    return too_fine(located) if keys[:1] == ("parties",) else located
