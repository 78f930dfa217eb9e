"""Checks of what a production installation stands on: one module a subject, each giving steps."""
