"""The reference of the library: one page for each group of public names, written from their docstrings."""

from __future__ import annotations

import builtins
import contextlib
import importlib
import inspect
import re
import sys
from pathlib import Path
from typing import Any

import generated
from docutils import nodes
from public import groups, helpers, public_name, public_names, show_fields
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

import zopa

PAGE = "reference/python"
FOLDER = "reference/api"
MISSING = object()


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages before Sphinx looks for any, and join their names with what pages and docstrings say."""
    app.connect("builder-inited", write_pages)
    app.connect("source-read", list_pages)
    app.connect("autodoc-process-docstring", keep_whole, priority=400)  # before napoleon, at 500
    app.connect("doctree-read", link_names)
    app.connect("doctree-read", shorten)
    app.connect("missing-reference", resolve)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def write_pages(app: Sphinx) -> None:
    """Write one page of autodoc directives for each group."""
    show_fields()
    pages = {}
    for stem, group in groups().items():
        parts = [group.title, "=" * len(group.title), "", group.about, ""]
        for name in group.names:
            kind = directive(getattr(zopa, name))
            helping = [f"{found.__module__}.{found.__qualname__}" for found in helpers(name)]
            parts += [f".. {kind}:: zopa.{name}", "", *(f".. autoclass:: {helper}\n" for helper in helping)]
        pages[f"{stem}.rst"] = "\n".join(parts)
    generated.write(Path(app.srcdir, FOLDER), pages)


def directive(found: object) -> str:
    """Return the directive of autodoc that documents an object."""
    if inspect.isclass(found):
        return "autoexception" if issubclass(found, BaseException) else "autoclass"
    return "autofunction" if inspect.isroutine(found) else "autodata"


def list_pages(_app: Sphinx, document: str, source: list[str]) -> None:
    """Put the pages of the reference behind the page that says how its names fit together."""
    if document == PAGE:
        pages = "".join(f"api/{stem}\n" for stem in groups())
        source[0] += f"\n## Every public name\n\n```{{toctree}}\n:maxdepth: 2\n\n{pages}```\n"


def link_names(app: Sphinx, doctree: nodes.document) -> None:
    """Make ``zopa.solve(...)`` in a paragraph a link to its entry; on the page of the library ``solve`` will do."""
    home = app.env.current_document.docname
    prefix = r"(?:zopa\.)?" if home == PAGE else r"zopa\."
    for literal in list(doctree.findall(nodes.literal)):
        found = re.fullmatch(rf"{prefix}(\w+)(\(.*\))?", literal.astext(), re.DOTALL)
        if found and found.group(1) in public_names() and isinstance(literal.parent, nodes.paragraph):
            target = f"zopa.{found.group(1)}"
            link = addnodes.pending_xref("", refdomain="py", reftype="obj", reftarget=target, refdoc=home, refwarn=True)
            literal.replace_self(link)
            link += literal


def shorten(_app: Sphinx, doctree: nodes.document) -> None:
    """Show the types of annotations without their modules, which say where they live and not what to import."""
    for link in doctree.findall(addnodes.pending_xref):
        if link.get("refdomain") == "py" and isinstance(link[0], nodes.emphasis | addnodes.literal_emphasis):
            link[0] = type(link[0])("", link.astext().rpartition(".")[2])


def keep_whole(_app: Sphinx, what: str, _name: str, _found: object, _options: object, lines: list[str]) -> None:
    """Keep the first sentence of a property whole: napoleon takes what comes before a colon there for a type."""
    if what in ("property", "attribute"):
        lines[:0] = ["..", ""]  # a comment that says nothing


def resolve(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, content: nodes.TextElement
) -> nodes.Node | None:
    """Find what annotations and docstrings name where it lives: a link if it is public, plain text if it exists."""
    if node.get("refdomain") != "py":
        return None
    path = node["reftarget"]
    owner, _, _ = path.partition(".")
    public = public_name(at(path)) or (owner in public_names() and path)
    if public:
        python = env.domains.python_domain
        return python.resolve_xref(env, node["refdoc"], app.builder, "obj", f"zopa.{public}", node, content)
    annotated = node["reftype"] == "class" and not isinstance(content, nodes.literal)  # mypy knows that it exists
    return content if annotated or at(path) is not MISSING else None


def at(path: str) -> object:
    """Return what a dotted path leads to, from a module or from a name that some module of zopa knows, or MISSING."""
    names = path.split(".")
    for end in range(len(names), 0, -1):
        with contextlib.suppress(ImportError):
            return inside(importlib.import_module(".".join(names[:end])), names[end:])
    homes = [builtins, *(module for name, module in list(sys.modules.items()) if name.split(".")[0] == "zopa")]
    return next((found for home in homes if (found := inside(home, names)) is not MISSING), MISSING)


def inside(found: object, names: list[str]) -> object:
    """Return what names lead to, attribute by attribute, or MISSING."""
    for name in names:
        found = getattr(found, name, MISSING)
    return found
