#!/bin/sh
# The command line of the served dashboard, /usr/local/sbin/tracking: as its own user, on its own
# store, and under the name of who typed it, which the audit chain keeps.
set -eu
umask 077
set -a
. /etc/tracking/tracking.env
LOGNAME=${SUDO_USER:-$(id -un)}
set +a
cd /srv/tracking
exec setpriv --reuid=tracking --regid=tracking --init-groups \
    .venv/bin/python -m tracking "$@"
