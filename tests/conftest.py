"""Fixtures that tests of several rooms use."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.best_deals import LEASE


@pytest.fixture
def lease(tmp_path: Path) -> str:
    """The lease of the best-deals tests, as a file."""
    (tmp_path / "lease.yaml").write_text(LEASE, "utf-8")
    return str(tmp_path / "lease.yaml")
