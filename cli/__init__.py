"""Part of Nengheng; see docs/nomenclature.md for its words."""
