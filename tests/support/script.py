"""The console script, and a scenario that keeps it busy."""

from __future__ import annotations

import random
import sys
from pathlib import Path

SCRIPT = Path(sys.executable).with_name("zopa")


def dense(parts: int, terms: int = 40, lines: int = 120) -> str:
    """Return a scenario whose verdict is quick, and whose conflicts take minutes to explore, in some parts."""
    draw = random.Random(1)
    text = ["format: zopa/1", "title: Dense", "terms:"]
    text += [f"  q{part}_{term}: {{type: quantity, min: 0, max: 9}}" for part in range(parts) for term in range(terms)]
    text.append("parties:")
    for side in ("left", "right"):
        text += [f"  {side}:", "    red_lines:"]
        for part in range(parts):
            for line in range(lines // 2):
                weights = {
                    f"q{part}_{term}": draw.choice((-3, -2, -1, 1, 2, 3)) for term in draw.sample(range(terms), 3)
                }
                low, high = (9 * sum(pick(0, weight) for weight in weights.values()) for pick in (min, max))
                left = " + ".join(f"{weight} * {term}" for term, weight in weights.items())
                bound = low + (high - low) * draw.randint(60, 85) // 100
                text.append(f"      l{part}_{line}: {{require: '{left} >= {bound}', weight: {draw.randint(1, 10)}}}")
    return "\n".join(text) + "\n"
