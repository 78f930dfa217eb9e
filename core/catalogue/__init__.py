"""The catalogue: dated factors, levels, limits and targets, each row with its source.

The rows stand in ``data/*.csv``; docs/catalogue.md says where they come from and what was left out.
"""

from core.catalogue.catalogue import Catalogue, read_catalogue
from core.catalogue.records import (
    BenchmarkLevel,
    Carrier,
    Correction,
    Factor,
    LimitGrades,
    Target,
)
from core.catalogue.schemes import Deduction, Measure, ProcessFactor, Scheme, Step

__all__ = [
    "BenchmarkLevel",
    "Carrier",
    "Catalogue",
    "Correction",
    "Deduction",
    "Factor",
    "LimitGrades",
    "Measure",
    "ProcessFactor",
    "Scheme",
    "Step",
    "Target",
    "read_catalogue",
]
