"""The bundled scenarios, and how a scenario's name becomes its text."""

from .library import load as load
