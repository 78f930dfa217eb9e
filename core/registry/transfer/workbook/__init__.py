"""The registry as one XLSX workbook: a sheet a table, read, written, and as a template."""
