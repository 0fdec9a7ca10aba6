"""In which order definitions can be read, and which of them refer to themselves."""

from __future__ import annotations

from collections.abc import Mapping

from ..expressions.syntax import Name, Syntax, children
from ..expressions.typecheck import options_named
from ..expressions.types import Names


def definitions_in(tree: Syntax, known: Mapping[str, Syntax], names: Names) -> list[str]:
    """Return the definitions that an expression names, each once, in the order in which it names them.

    A name that means an option there, beside a term that has it, names no definition.
    """
    found: dict[str, None] = {}
    pending: list[Syntax] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Name) and node.name in known:
            found[node.name] = None
        options = options_named(node, names)
        pending.extend(
            part for part in reversed(children(node)) if not (isinstance(part, Name) and part.name in options)
        )
    return list(found)


def in_order(uses: Mapping[str, list[str]]) -> tuple[list[str], list[list[str]]]:
    """Return the names so that each follows what it uses, and the cycles (whose members are left out).

    Depth-first with an explicit stack; a name that uses a member of a cycle still gets its place.
    """
    order: list[str] = []
    cycles: list[list[str]] = []
    state: dict[str, str] = {}
    for root in uses:
        if root in state:
            continue
        state[root] = "open"
        path, pending = [root], [iter(uses[root])]
        while path:
            for following in pending[-1]:
                if state.get(following) == "open":
                    cycle = path[path.index(following) :]
                    cycles.append(cycle)
                elif following not in state:
                    state[following] = "open"
                    path.append(following)
                    pending.append(iter(uses[following]))
                    break
            else:
                done = path.pop()
                pending.pop()
                state[done] = "done"
                order.append(done)
    cyclic = {name for cycle in cycles for name in cycle}
    return [name for name in order if name not in cyclic], cycles
