"""What people look at: the built-in console."""
