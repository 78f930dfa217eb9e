"""Queries behind routes and console: one module a noun, every read takes a `Viewer`."""
