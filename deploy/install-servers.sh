#!/bin/sh
# Install Debian packages that are missing, where we may.
#
#   install-servers.sh optional PACKAGE…   try; say what is missed without it
#   install-servers.sh needed   PACKAGE…   try; say how to get it (tests that need it are then skipped)
#   install-servers.sh venv     PYTHON     make sure PYTHON can build a virtual environment
set -eu
mode=$1
shift

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

install() {
    [ -n "$(ls /var/lib/apt/lists 2>/dev/null | grep -v -e lock -e partial -e auxfiles)" ] || apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null 2>&1 || {
        apt-get update -qq >/dev/null &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    }
}

if [ "$mode" = venv ]; then
    python=$1
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        echo "Nengheng needs Python 3.11 or later; set PYTHON=/path/to/python3.11" >&2
        exit 1
    fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null && exit 0
    if may_install; then
        install python3-venv
    else
        echo "Python cannot build a virtual environment here: apt-get install python3-venv" >&2
        exit 1
    fi
    exit 0
fi

missing=""
for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
# shellcheck disable=SC2086  # a list of package names
if may_install && install $missing; then
    exit 0
fi
if [ "$mode" = optional ]; then
    echo "Going on without:$missing (install it with: apt-get install$missing)" >&2
else
    echo "Missing:$missing. What needs it is skipped; get it with: apt-get install$missing" >&2
fi
