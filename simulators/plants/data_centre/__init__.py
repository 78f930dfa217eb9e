"""Data centre 数据中心."""

from simulators.plants.data_centre.plant import DataCentre

__all__ = ["DataCentre"]
