"""The vocabulary and the stores: what every other package speaks in, and nothing above it."""
