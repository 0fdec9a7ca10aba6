"""What :func:`zopa.prove` returns: a certificate, what it proves, and what it could not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..models.scenario import Scenario
from .analysis import StoppedBy, Verdict

FORMAT = "zopa-nodeal/1"


@dataclass(frozen=True)
class Certificate:
    """A certificate that the checker has accepted.

    Parameters
    ----------
    scenario
        What was asked about.
    verdict
        What was found; only what ``claims`` says is certified.
    document
        The certificate as plain JSON data, see ``docs/reference/certificate.md``; ``None`` when nothing could be proved.
    claims
        What it proves, in the checker's own sentences.
    missing
        What was asked for and is not in it, in sentences.
    stopped_by
        The limit that came before everything was proved.
    """

    scenario: Scenario
    verdict: Verdict
    document: Mapping[str, Any] | None
    claims: tuple[str, ...]
    missing: tuple[str, ...] = ()
    stopped_by: StoppedBy | None = None
