"""A folder of another program's files -> one scenario, and notes on how they were read.

Each issue becomes a term and each profile a party. Utilities from 0 to 1 become utilities from 0 to 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from ..errors import Problem, ScenarioError, quoted
from ..models.io.load import validated
from ..models.io.source.json_reader import read_json
from ..models.io.source.tree import MAX_BYTES, ReadError
from ..models.io.source.yaml_reader import read_yaml
from ..models.scenario import Scenario
from ..models.values import MAX_PLACES
from . import genius, geniusweb, negmas
from .domain import IssueDomain, Profile
from .identifiers import identifiers, label
from .scaling import MAX_LISTED
from .source import File, Notes
from .to_documents import is_settled, party_document, rounded, term_document
from .xml_reader import read_xml

MAX_FILES = 500
MAX_TOTAL = 4 * MAX_BYTES
_ENDINGS = (".xml", ".json", ".yml", ".yaml")
_FORMATS = {"GENIUS": genius, "GeniusWeb": geniusweb, "NegMAS": negmas}

_Read: TypeAlias = tuple[str, Any, File]
"""A file's format, its tree, and the file."""


@dataclass(frozen=True)
class Imported:
    """A scenario, and what was dropped or read in one of two possible ways: one sentence each."""

    scenario: Scenario
    notes: tuple[str, ...]


def import_folder(path: str | Path, *, steps: int | None = None, places: int | None = None) -> Imported:
    """Read a GENIUS, GeniusWeb or NegMAS domain with its profiles.

    Parameters
    ----------
    path
        The folder; of its subfolders nothing is read.
    steps
        Into how many steps an issue of real numbers is cut; without it such issues are refused.
    places
        To how many decimal places weights, evaluations and reservation values are rounded, each by itself, before
        anything is computed with them. Without it nothing is rounded, and a file is refused where a number needs
        more digits than zopa computes with. A note counts what was rounded.

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
    folder, notes = Path(path), Notes()
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in _ENDINGS and file.is_file())
    if len(files) > MAX_FILES:
        raise ScenarioError([Problem(f"the folder holds more than {MAX_FILES} files")], str(folder))
    domains: list[_Read] = []
    profiles: list[_Read] = []
    size = 0
    for file in files:
        with file.open("rb") as stream:
            source = File(str(file), stream.read(MAX_BYTES + 1), notes, steps, places)
        size += len(source.text)
        if size > MAX_TOTAL:
            raise ScenarioError([Problem("the files of the folder are larger than 32 MiB together")], str(folder))
        kind, content = _content(source, file.suffix.lower())
        if content is not None and _FORMATS[kind].is_domain(content):
            domains.append((kind, content, source))
        elif content is not None and _FORMATS[kind].is_profile(content):
            profiles.append((kind, content, source))
        else:
            source.note("skipped: neither a domain nor a profile")
    domain, valued = _understood(folder, domains, profiles)
    for profile in valued:
        if profile.source.rounded:
            profile.source.note(f"{profile.source.rounded} numbers are rounded to {places} decimal places")
    return Imported(_scenario(domain, valued), notes.lines())


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
    return "GeniusWeb" if geniusweb.is_domain(tree) or geniusweb.is_profile(tree) else "NegMAS", tree


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
        raise ScenarioError([Problem(f"the folder holds {what} of GENIUS, GeniusWeb or NegMAS")], str(folder))
    kind, content, source = (domains or profiles)[0]
    if not domains:
        if kind == "NegMAS":
            raise ScenarioError([Problem("the folder holds no domain (a file with 'issues')")], str(folder))
        source.note("there is no file for the domain; the issues are those of this profile")
    domain = _FORMATS[kind].read_domain(content, source)
    return domain, [_FORMATS[kind].read_profile(tree, file, domain) for _, tree, file in profiles]


def _scenario(domain: IssueDomain, profiles: list[Profile]) -> Scenario:
    terms = identifiers((issue.name for issue in domain.issues), "issue")
    made: dict[str, dict[str, Any]] = {}
    places: dict[tuple[str, ...], tuple[File, int]] = {}
    for issue in domain.issues:
        if is_settled(issue):
            domain.source.note(
                f"{quoted(issue.name)} has only one value, so it is not a term; its utility is a constant"
            )
            continue
        made[terms[issue.name]] = term_document(issue, domain.source)
        places["terms", terms[issue.name]] = domain.source, issue.mark
    if not made:
        raise domain.source.error("no issue leaves a choice between values", domain.issues[0].mark)
    names = identifiers((profile.name for profile in profiles), "party")
    parties = {}
    for profile in profiles:
        try:
            party, spots = party_document(domain, profile, terms)
        except ScenarioError:
            if profile.source.places is None:
                raise
            party, spots = party_document(domain, rounded(profile), terms)
        parties[names[profile.name]] = party
        places["parties", names[profile.name]] = profile.source, 0
        places |= {("parties", names[profile.name], *keys): (profile.source, mark) for keys, mark in spots.items()}
    try:
        return validated({"title": label(domain.name), "terms": made, "parties": parties})
    except ScenarioError as error:
        raise _placed(error, places, domain) from None


def _placed(
    error: ScenarioError, places: dict[tuple[str, ...], tuple[File, int]], domain: IssueDomain
) -> ScenarioError:
    """Return the first problem of a scenario as one of the file that it was read from."""
    problem = error.problems[0]
    keys = tuple(map(str, problem.keys))
    while keys and keys not in places:
        keys = keys[:-1]
    source, mark = places.get(keys, (domain.source, 0))
    return source.error(f"zopa cannot represent this: {problem.message}", mark)
