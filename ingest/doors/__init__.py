"""Doors: where messages enter. Each has a ``name``, ``start``, ``stop`` and ``health``."""
