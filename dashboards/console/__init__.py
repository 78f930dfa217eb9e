"""The built-in console: NiceGUI pages inside the API's application, from `api.services` alone."""

from dashboards.console.mounting import mount

__all__ = ["mount"]
