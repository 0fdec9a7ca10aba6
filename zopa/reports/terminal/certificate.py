"""The report on a certificate: what it proves, and what was asked for and is not in it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import RenderableType

from ...results.certificate import Certificate
from .layout import View, bullets, heading, section


def report(certificate: Certificate, view: View) -> Iterable[RenderableType]:
    """Yield the parts of the report."""
    yield heading(certificate.scenario)
    for title, sentences in (("This proves", certificate.claims), ("Not certified", certificate.missing)):
        if sentences:
            yield section(title)
            yield bullets(sentences)
