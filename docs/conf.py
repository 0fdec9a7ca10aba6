"""The site: every page of this folder, the reference from the docstrings, and pictures of the reports.

One command builds it, and fails on whatever Sphinx warns of: a broken link, an unknown name, a notebook that stops.

    python -m sphinx -EW --keep-going docs docs/_build/html
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "extensions"))

import zopa

project = "zopa"
author = "The zopa developers"
copyright = "the zopa developers, MIT licence"
release = version = zopa.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "links",
    "pictures",
    "reference",
]
exclude_patterns = ["_build", "extensions"]
nitpicky = True

# Pages are Markdown as GitHub reads it, so an anchor is what GitHub makes of the heading.
myst_heading_anchors = 4
nb_execution_mode = "force"
nb_execution_show_tb = True  # a cell that fails is a warning, and so fails the build
nb_execution_timeout = 60
nb_execution_in_temp = True
nb_merge_streams = True

autodoc_default_options = {"members": True, "exclude-members": "model_config, model_copy, model_post_init"}
autodoc_member_order = "bysource"
toc_object_entries_show_parents = "hide"
autodoc_typehints = "description"
autodoc_typehints_description_target = "all"
napoleon_google_docstring = False
napoleon_use_rtype = False

templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["zopa.css"]
html_title = f"zopa {release}"
html_theme = "pydata_sphinx_theme"
html_theme_options = {
    "navbar_center": [],  # the whole of the site is on the left
    "secondary_sidebar_items": ["page-toc"],
    "show_prev_next": True,
    "footer_start": ["copyright"],
    "footer_end": [],
}
html_sidebars = {"**": ["whole-site"]}
html_show_sourcelink = False
html_copy_source = False
