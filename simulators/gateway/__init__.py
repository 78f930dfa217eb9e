"""A gateway as the wire contract wants it: numbered messages, kept until a reply names them."""

from simulators.gateway.client import GatewayClient, GatewayOptions
from simulators.gateway.ledger import Comparison, Ledger, compare, read_ledger

__all__ = ["Comparison", "GatewayClient", "GatewayOptions", "Ledger", "compare", "read_ledger"]
