"""Dead meters: points that stay at zero for long while the enterprise works."""

from analytics.dead_meter.job import CODE, has_long_rest, refresh_dead_meters

__all__ = ["CODE", "has_long_rest", "refresh_dead_meters"]
