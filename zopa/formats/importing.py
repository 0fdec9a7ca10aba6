"""A folder of another program -> one scenario, and what it took to read it.

Each issue becomes a term and each profile a party. Utilities from 0 to 1 become utilities from 0 to 100.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..errors import Problem, ScenarioError, quoted
from ..models.io.load import validated
from ..models.io.source.json_reader import read_json
from ..models.io.source.tree import MAX_BYTES, ReadError
from ..models.io.source.yaml_reader import read_yaml
from ..models.scenario import Scenario
from ..models.values import MAX_PLACES
from . import genius, geniusweb, negmas
from .domain import Domain, Notes, Profile
from .identifiers import identifiers, label
from .scaling import MAX_LISTED
from .source import Source
from .to_documents import is_settled, party_document, rounded, term_document
from .xml_reader import read_xml

MAX_FILES = 500
MAX_TOTAL = 4 * MAX_BYTES
_ENDINGS = (".xml", ".json", ".yml", ".yaml")


@dataclass(frozen=True)
class Imported:
    """A scenario, and what was dropped or read in one of two possible ways: one sentence each."""

    scenario: Scenario
    notes: tuple[str, ...]


@dataclass
class _Found:
    """The files of a folder that say something, by their format."""

    domains: list[tuple[str, Any, Source]] = field(default_factory=list)
    profiles: list[tuple[str, Any, Source]] = field(default_factory=list)


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
        raise ScenarioError([Problem(f"the number of steps is from 1 to {MAX_LISTED:,}")])
    if places is not None and not 0 <= places <= MAX_PLACES:
        raise ScenarioError([Problem(f"the number of decimal places is from 0 to {MAX_PLACES}")])
    folder, notes = Path(path), Notes()
    found = _gathered(folder, places, notes)
    domain, profiles = _read(folder, found, steps, notes)
    for profile in profiles:
        if profile.source.rounded:
            notes.tell(f"{profile.source.rounded} numbers are rounded to {places} decimal places", profile.source.file)
    return Imported(_scenario(domain, profiles, notes), notes.lines())


def _gathered(folder: Path, places: int | None, notes: Notes) -> _Found:
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in _ENDINGS and file.is_file())
    if len(files) > MAX_FILES:
        raise ScenarioError([Problem(f"the folder holds more than {MAX_FILES} files")], str(folder))
    found, size = _Found(), 0
    for file in files:
        with file.open("rb") as stream:
            source = Source(str(file), stream.read(MAX_BYTES + 1), places)
        size += len(source.text)
        if size > MAX_TOTAL:
            raise ScenarioError([Problem("the files of the folder are larger than 32 MiB together")], str(folder))
        if file.suffix.lower() == ".xml":
            if not any(f"<{tag}" in source.text for tag in genius.ROOTS):
                notes.tell("neither a domain nor a profile; it is left out", source.file)
                continue
            root = read_xml(source)
            kind, is_domain, is_profile = "GENIUS", genius.is_domain(root), genius.is_profile(root)
            content: Any = root
        else:
            content = _tree(source, file.suffix.lower() == ".json")
            is_web = geniusweb.is_domain(content) or geniusweb.is_profile(content)
            kind, room = ("GeniusWeb", geniusweb) if is_web else ("NegMAS", negmas)
            is_domain, is_profile = room.is_domain(content), room.is_profile(content)
        if is_domain:
            found.domains.append((kind, content, source))
        elif is_profile:
            found.profiles.append((kind, content, source))
        else:
            notes.tell("neither a domain nor a profile; it is left out", source.file)
    return found


def _tree(source: Source, is_json: bool) -> Any:
    text = negmas.finite_text(source.text)
    try:
        return read_json(text) if is_json else read_yaml(text)
    except ReadError as error:
        raise source.error(error.message, error.mark) from None


def _read(folder: Path, found: _Found, steps: int | None, notes: Notes) -> tuple[Domain, list[Profile]]:
    kinds = sorted({kind for kind, _, _ in (*found.domains, *found.profiles)})
    if len(kinds) > 1:
        raise ScenarioError([Problem(f"the folder mixes files of {' and '.join(kinds)}; keep them apart")], str(folder))
    if len(found.domains) > 1:
        names = ", ".join(Path(source.file).name for _, _, source in found.domains)
        raise ScenarioError([Problem(f"the folder holds more than one domain: {names}")], str(folder))
    if not found.profiles:
        what = "no profile, and there is no party without one" if found.domains else "no domain and no profile"
        raise ScenarioError([Problem(f"the folder holds {what} of GENIUS, GeniusWeb or NegMAS")], str(folder))
    if found.domains:
        kind, content, source = found.domains[0]
    else:
        kind, content, source = found.profiles[0]
        if kind == "NegMAS":
            raise ScenarioError([Problem("the folder holds no domain (a file with 'issues')")], str(folder))
        notes.tell("there is no file for the domain; the issues are those of this profile", source.file)
    match kind:
        case "GENIUS":
            domain = genius.read_domain(content, source, steps)
            profiles = [genius.read_profile(tree, file, domain, notes) for _, tree, file in found.profiles]
        case "GeniusWeb":
            domain = geniusweb.read_domain(content, source)
            profiles = [geniusweb.read_profile(tree, file, domain, notes) for _, tree, file in found.profiles]
        case _:
            domain = negmas.read_domain(content, source, steps, notes)
            profiles = [negmas.read_profile(tree, file, domain, notes) for _, tree, file in found.profiles]
    return domain, profiles


def _scenario(domain: Domain, profiles: list[Profile], notes: Notes) -> Scenario:
    terms = identifiers((issue.name for issue in domain.issues), "issue")
    made: dict[str, dict[str, Any]] = {}
    places: dict[tuple[str, ...], tuple[Source, int]] = {}
    for issue in domain.issues:
        if is_settled(issue):
            notes.tell(
                f"{quoted(issue.name)} has a single value; it is no term, and its utility is a constant",
                domain.source.file,
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
            party, spots = party_document(domain, profile, terms, notes)
        except ScenarioError:
            if profile.source.places is None:
                raise
            party, spots = party_document(domain, rounded(profile, notes), terms, notes)
        parties[names[profile.name]] = party
        places["parties", names[profile.name]] = profile.source, 0
        places |= {("parties", names[profile.name], *keys): (profile.source, mark) for keys, mark in spots.items()}
    try:
        return validated({"title": label(domain.name), "terms": made, "parties": parties})
    except ScenarioError as error:
        raise _placed(error, places, domain) from None


def _placed(error: ScenarioError, places: dict[tuple[str, ...], tuple[Source, int]], domain: Domain) -> ScenarioError:
    """Return the first problem of a scenario as one of the file that it was read from."""
    problem = error.problems[0]
    keys = tuple(map(str, problem.keys))
    while keys and keys not in places:
        keys = keys[:-1]
    source, mark = places.get(keys, (domain.source, 0))
    return source.error(f"zopa cannot hold this: {problem.message}", mark)
