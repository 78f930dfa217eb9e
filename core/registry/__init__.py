"""The registry: regions, enterprises, meters, products, quotas, entries, and what jobs derive."""
