"""Time-series stores: the protocol, and DuckDB for the embedded platform."""
