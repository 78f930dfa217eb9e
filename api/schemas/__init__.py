"""What the API and the services give: one module a noun, pydantic models with units."""
