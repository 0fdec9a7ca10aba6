"""Damaged files: each is read, or refused with the place of every mistake; nothing else is raised."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from case import Broken, Case

import zopa

STRANGE = (
    *(
        "'",
        '"',
        "{",
        "}",
        "[",
        "]",
        ":",
        "- ",
        "&a",
        "*a",
        "!x",
        "<<",
        "#",
        "|",
        ">",
        "%",
        "@",
        "\t",
        "\x00",
        "\n",
        "\r",
    ),
    *("~", "null", "true", "no", "1e9", ".inf", ".nan", "-1", "9" * 40, "0x1F", "1_0", "0.1" + "0" * 20, "2026-02-30"),
    *("\u200b", "\ufeff", "\u202e", "é", "а", "\U0001f600", "not", "in", "iff", "if(", ")", "==", "=", "/", "_", "..."),
)


def damaged(text: str, random: Random) -> bytes:
    """Return a text with one to three places damaged: bytes, tokens or lines."""
    data = text.encode()
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(data))
        tokens = [match.span() for match in re.finditer(rb"[\w.]+|[^\w\s]+", data)] or [(0, 1)]
        (start, end), (other_start, other_end) = random.choice(tokens), random.choice(tokens)
        match random.randrange(9):
            case 0:
                data = data[:at] + bytes([random.randrange(256)]) + data[at + 1 :]
            case 1:
                data = data[:at] + data[at + 1 :]
            case 2:
                data = data[:at] + random.choice(STRANGE).encode() + data[at:]
            case 3:
                data = data[:start] + data[end:]
            case 4:
                data = data[:start] + data[other_start:other_end] + data[end:]
            case 5:
                data = data[:start] + random.choice(STRANGE).encode() + data[end:]
            case 6:
                lines = data.split(b"\n")
                del lines[random.randrange(len(lines))]
                data = b"\n".join(lines)
            case 7:
                lines = data.split(b"\n")
                lines.insert(random.randrange(len(lines)), random.choice(lines))
                data = b"\n".join(lines)
            case 8:
                data = data[:at]
        data = data or b" "
    return data


def damages(case: Case) -> None:
    """Five damaged copies."""
    for _ in range(5):
        data = damaged(case.text, case.random)
        try:
            scenario = zopa.loads(data)
            scenario.meaning()
            again = zopa.loads(zopa.dumps(scenario))
        except zopa.ScenarioError as error:
            if not error.problems:
                raise Broken(f"refused without a problem: {data!r}") from None
            for problem in error.problems:
                if problem.line is None or not problem.message:
                    raise Broken(f"a problem without a place, {problem}: {data!r}") from None
            str(error)
        except Exception as error:
            raise Broken(f"{type(error).__name__} ({error}) for {data!r}") from error
        else:
            if again != scenario:
                raise Broken(f"not read back as it was: {data!r}")


CHECKS: dict[str, Callable[[Case], None]] = {"damages": damages}
