"""Deals put together from deals: what one swap of lines given up changes, beside what another does.

One relaxation with its deal is the base. Another relaxation differs from it in some lines, which fall apart into swaps:
no conflict has lines of two of them. A patch is what a deal changes for one swap: a few terms, and the lines that these
touch. Where two patches touch no line in common, both can be made at once: every line then sees what it has seen
before. Where they do, just those lines are looked at again, exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...models.values import Exact
from .local import Neighbourhood, PartDeal, Patched


@dataclass(frozen=True)
class _Patch:
    changes: Mapping[str, Exact]
    touched: int


class Patches:
    """What is known of swaps from one relaxation.

    Parameters
    ----------
    base
        The relaxation's deal.
    """

    def __init__(self, neighbourhood: Neighbourhood, base: PartDeal) -> None:
        self._neighbourhood = neighbourhood
        self.base = base
        self._patches: dict[int, _Patch] = {}

    def learn(self, swap: int, values: Mapping[str, Exact]) -> None:
        """Remember a deal that differs from the base by one swap."""
        if swap not in self._patches:
            changes = self.changes(values)
            self._patches[swap] = _Patch(changes, self._neighbourhood.touched_by(changes))

    def together(self, swaps: Sequence[int]) -> PartDeal | None:
        """Return the deal that makes several swaps at once, and the lines that it crosses; None if one is not known."""
        crossed = self.base.crossed
        changes: dict[str, Exact] = {}
        seen = twice = 0
        for swap in swaps:
            patch = self._patches.get(swap)
            if patch is None:
                return None
            crossed ^= swap
            changes |= patch.changes
            twice |= seen & patch.touched
            seen |= patch.touched
        values = Patched(self.base.values, changes)
        return PartDeal(values, self._neighbourhood.crossed(values, crossed, twice))

    def changes(self, values: Mapping[str, Exact]) -> dict[str, Exact]:
        """Return the terms that a deal has other than the base, with its values."""
        base = self.base.values
        if isinstance(values, Patched) and values.base is (base.base if isinstance(base, Patched) else base):
            changed = {*values.changes, *(base.changes if isinstance(base, Patched) else ())}
            return {term: values[term] for term in sorted(changed) if values[term] != base[term]}
        return {term: value for term, value in values.items() if value != base[term]}
