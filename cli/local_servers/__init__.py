"""Servers of the production shape as child processes on loopback, from the system's packages."""
