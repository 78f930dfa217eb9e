"""The gateway program that the console gives with a new log-in, as a text with blanks."""
