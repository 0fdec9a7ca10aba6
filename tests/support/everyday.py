"""Everyday negotiations: who gets which item, and rises that compound."""

from __future__ import annotations

import random

import zopa


def allocation(items: int, parties: int, seed: int, conflict: bool) -> zopa.Scenario:
    """Return items shared out among parties, who count, pair and exclude them.

    Without a conflict the lines are those of an allocation drawn; with one, two parties want an item more than it
    gives them.
    """
    draw = random.Random(seed)
    names = "abcdefgh"[:parties]
    talks = zopa.Builder(f"{items} items for {parties} parties, seed {seed}")
    made = [talks.choice(f"i{number}", list(names)) for number in range(items)]
    owners = [draw.choice(names) for _ in made]
    number_of = {name: zopa.count(*(item == name for item in made)) for name in names}
    greedy = draw.sample(names, 2) if conflict else []
    for name in names:
        party = talks.party(f"p_{name}")
        mine = [item for item, owner in zip(made, owners, strict=True) if owner == name]
        others = [item for item, owner in zip(made, owners, strict=True) if owner != name]
        rival = draw.choice([other for other in names if other != name])
        party.red_line("number", number_of[name] >= len(mine) + (name in greedy))
        party.red_line("most", number_of[rival] <= owners.count(rival) + 1)
        ahead = number_of[name] >= number_of[rival] + min(0, len(mine) - owners.count(rival))
        party.red_line("ahead", ahead)
        if len(mine) > 1:
            one, two = draw.sample(mine, 2)
            party.red_line("pair", (one == name).iff(two == name))
            party.red_line("either", (one == name) | (two == name))
        if len(others) > 1:
            one, two = draw.sample(others, 2)
            party.red_line("apart", ~((one == name) & (two == name)))
    return talks.build()


def rises(years: int, top: int, points: int, goal: int, step: str = "1") -> zopa.Scenario:
    """Return yearly rises of up to ``top`` per cent.

    The union wants at least ``goal`` hundredths of a per cent in all, compounded; the company gives at most ``points``.
    """
    terms = "".join(f"  y{year}: {{type: quantity, min: 0, max: {top}, step: {step}}}\n" for year in range(years))
    wage = " * ".join(f"(100 + y{year})" for year in range(years))
    return zopa.loads(f"""format: zopa/1
title: {years} years of rises
terms:
{terms}definitions:
  wage: {wage}
parties:
  union:
    red_lines:
      goal: {{require: wage * 10_000 >= {10_000 + goal} * {100**years}}}
      first: {{require: y0 >= 1}}
  company:
    red_lines:
      points: {{require: {" + ".join(f"y{year}" for year in range(years))} <= {points}}}
      most: {{require: wage * 10_000 <= {9_999 + goal} * {100**years}}}
""")
