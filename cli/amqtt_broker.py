"""Broker of the embedded platform where Mosquitto is absent: amqtt, as a process of its own.

``python -m cli.amqtt_broker HOST PORT`` serves until SIGTERM or SIGINT. It keeps nothing for absent
clients and nothing over a restart; gateways send again what no reply has named, so nothing is lost.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Sequence

from amqtt.broker import Broker

USAGE_EXIT = 2


def broker_configuration(host: str, port: int) -> dict[str, object]:
    """Return amqtt's configuration: one listener at `host`:`port` [1], anonymous clients."""
    return {
        "listeners": {"default": {"type": "tcp", "bind": f"{host}:{port}"}},
        "plugins": {"amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}},
    }


async def serve(host: str, port: int) -> None:
    """Serve at `host`:`port` [1] until the process is asked to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    broker = Broker(broker_configuration(host, port))
    await broker.start()
    await ended.wait()
    await broker.shutdown()


def main(arguments: Sequence[str]) -> int:
    """Run the broker; the two arguments are host and port."""
    if len(arguments) != 2 or not arguments[1].isdigit():
        sys.stderr.write("usage: python -m cli.amqtt_broker HOST PORT\n")
        return USAGE_EXIT
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    asyncio.run(serve(arguments[0], int(arguments[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
