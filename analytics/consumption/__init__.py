"""Consumption: readings of registers, intervals and gauges become hourly amounts."""
