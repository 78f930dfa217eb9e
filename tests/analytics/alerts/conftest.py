from servers import both_registry_kinds as registry_kind

__all__ = ["registry_kind"]
