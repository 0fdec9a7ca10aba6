"""Scenarios as plain data: the values of their terms, and how they are written as YAML.

A scenario has ``terms``, ``definitions``, ``facts``, ``measures`` and ``parties``; expressions are
trees of language.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from language import Number, Tree, evaluate, number, terms_of, text

Plain = dict[str, Any]


def values_of(term: Plain) -> list[Number]:
    """Return the values of a term as numbers, in order."""
    match term["type"]:
        case "yes_no":
            return [0, 1]
        case "choice" | "scale":
            return list(range(len(term["options"])))
        case "date":
            return list(range(term["min"].toordinal(), term["max"].toordinal() + 1))
    low, high, step = (number(term[key]) for key in ("min", "max", "step"))
    return [number(str(low)) + step * at for at in range(int((high - low) / step) + 1)]


def all_values(scenario: Plain) -> dict[str, list[Number]]:
    return {name: values_of(term) for name, term in scenario["terms"].items()}


def some_values(
    tree: Tree, terms: Plain, definitions: Mapping[str, Tree], random: Random, many: int = 4
) -> list[Number]:
    """Return what a tree is worth on some deals."""
    values = {name: values_of(terms[name]) for name in sorted(terms_of(tree, definitions))}
    return [
        evaluate(tree, {name: random.choice(some) for name, some in values.items()}, definitions) for _ in range(many)
    ]


def digits(value: Number) -> str:
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"


def word(term: Plain, value: Number) -> str:
    """Return a value as a scenario has it."""
    match term["type"]:
        case "yes_no":
            return "yes" if value else "no"
        case "choice" | "scale":
            return str(term["options"][int(value)])
        case "date":
            return date.fromordinal(int(value)).isoformat()
    return digits(value)


def yaml(plain: Plain) -> str:
    """Write a scenario as YAML."""
    lines = ["format: zopa/1", "title: Drawn", "terms:"]
    for name, term in plain["terms"].items():
        lines += [f"  {name}:", f"    type: {term['type']}"]
        if "options" in term:
            key = "levels" if term["type"] == "scale" else "options"
            lines.append(f"    {key}: [{', '.join(term['options'])}]")
        if "min" in term:
            low, high = ("earliest", "latest") if term["type"] == "date" else ("min", "max")
            lines += [f"    {low}: {term['min']}", f"    {high}: {term['max']}"]
        if "step" in term:
            lines.append(f"    step: {term['step']}")
        if "status_quo" in term:
            lines.append(f"    status_quo: {word(term, term['status_quo'])}")
    _section(lines, "definitions", {name: [f": {text(tree)}"] for name, tree in plain["definitions"].items()})
    measures = {name: [":", f"    value: {text(tree)}"] for name, tree in plain["measures"].items()}
    _section(lines, "measures", measures)
    facts = {
        name: [":", f"    require: {text(fact['require'])}", f"    basis: {fact['basis']}"]
        for name, fact in plain["facts"].items()
    }
    _section(lines, "facts", facts)
    lines.append("parties:")
    for name, party in plain["parties"].items():
        lines += _party(name, party, plain["terms"])
    return "\n".join(lines) + "\n"


def _section(lines: list[str], head: str, entries: dict[str, list[str]]) -> None:
    if entries:
        lines.append(f"{head}:")
    for name, (first, *others) in entries.items():
        lines += [f"  {name}{first}", *others]


def _party(name: str, party: Plain, terms: Plain) -> list[str]:
    lines = [f"  {name}:", f"    name: Party {name}"]
    lines += [
        f"    {key}: {str(party[key]).lower()}" for key in ("position", "reservation", "normalise") if key in party
    ]
    if party["red_lines"]:
        lines.append("    red_lines:")
    for line_name, line in party["red_lines"].items():
        lines += [
            f"      {line_name}:",
            f"        require: {text(line['require'])}",
            f"        weight: {line['weight']}",
        ]
        if line.get("keep"):
            lines.append("        keep: true")
        if "slope" in line:
            slope = ", ".join(f"{key}: {value}" for key, value in line["slope"].items())
            lines.append(f"        slope: {{{slope}}}")
        if line.get("fallbacks"):
            lines.append("        fallbacks:")
        for fallback in line.get("fallbacks", ()):
            lines += [f"          - require: {text(fallback['require'])}", f"            cost: {fallback['cost']}"]
    if party.get("interests"):
        lines.append("    interests:")
    for term, interest in party.get("interests", {}).items():
        lines += [f"      {term}:", f"        weight: {interest['weight']}"]
        known = terms[term]
        if "scores" in interest:
            named = [word(known, value) for value in values_of(known)]
            scores = ", ".join(f"{one}: {score}" for one, score in zip(named, interest["scores"], strict=True))
            lines.append(f"        scores: {{{scores}}}")
        if "worst" in interest:
            lines += [f"        {key}: {word(known, interest[key])}" for key in ("worst", "best")]
        if "points" in interest:
            points = ", ".join(f"{word(known, at)}: {score}" for at, score in interest["points"])
            lines.append(f"        points: {{{points}}}")
    if party.get("bonuses"):
        lines.append("    bonuses:")
    for bonus in party.get("bonuses", ()):
        lines += [f"      - when: {text(bonus['when'])}", f"        utility: {bonus['utility']}"]
    return lines


def used_terms(plain: Plain) -> set[str]:
    """Return the terms that anything in a scenario rests on."""
    definitions = plain["definitions"]
    trees = [*definitions.values(), *plain["measures"].values(), *(one["require"] for one in plain["facts"].values())]
    found: set[str] = set()
    for party in plain["parties"].values():
        found |= set(party.get("interests", ()))
        trees += [one["when"] for one in party.get("bonuses", ())]
        for line in party["red_lines"].values():
            trees += [line["require"], *(one["require"] for one in line.get("fallbacks", ()))]
    for tree in trees:
        found |= terms_of(tree, definitions)
    return found
