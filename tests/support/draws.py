"""How many examples a property is tried on: some of them in every run, all with ``ZOPA_DRAWS=all`` (every night)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

ALL = os.environ.get("ZOPA_DRAWS") == "all"


def steady(examples: int) -> settings:
    """Return settings of a property: the same examples in every run, and no clock."""
    return settings(
        max_examples=examples if ALL else max(examples // 6, min(examples, 10)),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    )
