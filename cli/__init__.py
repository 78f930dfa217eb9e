"""The command line, and the composition root that puts the platform together."""
