"""Broker of the embedded platform where Mosquitto is absent: amqtt, as a process of its own.

``python -m cli.amqtt_broker HOST PORT [DIRECTORY]`` serves until SIGTERM or SIGINT. With DIRECTORY
only those come in whom ``passwords`` and ``acl`` there name (`cli.amqtt_access`). It keeps
nothing for absent clients and nothing over a restart; gateways send again what no reply has named,
so nothing is lost.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Sequence

from amqtt.broker import Broker

USAGE_EXIT = 2


def broker_configuration(host: str, port: int, directory: str = "") -> dict[str, object]:
    """Return amqtt's configuration: one listener at `host`:`port` [1].

    Clients are anonymous, or those that the files in `directory` name.
    """
    plugins: dict[str, object] = {
        "amqtt.plugins.authentication.AnonymousAuthPlugin": {"allow_anonymous": True}
    }
    if directory:
        plugins = {
            "cli.amqtt_access.FileLogin": {"directory": directory},
            "cli.amqtt_access.FileRights": {"directory": directory},
        }
    return {
        "listeners": {"default": {"type": "tcp", "bind": f"{host}:{port}"}},
        "plugins": plugins,
    }


async def serve(host: str, port: int, directory: str = "") -> None:
    """Serve at `host`:`port` [1] until the process is asked to end."""
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: None)
    broker = Broker(broker_configuration(host, port, directory))
    await broker.start()
    await ended.wait()
    await broker.shutdown()


def main(arguments: Sequence[str]) -> int:
    """Run the broker; the arguments are host, port and, for a guarded one, the folder of files."""
    if len(arguments) not in (2, 3) or not arguments[1].isdigit():
        sys.stderr.write("usage: python -m cli.amqtt_broker HOST PORT [DIRECTORY]\n")
        return USAGE_EXIT
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    asyncio.run(serve(arguments[0], int(arguments[1]), *arguments[2:]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
