"""Journeys through the console; the platform and the browser they share end with them."""
