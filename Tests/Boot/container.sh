#!/bin/bash
# Boots systemd as the first process of a container, and runs checks.sh in it.
# usage: container.sh ROOT      needs root, systemd-container; seconds
#
# What the checks change lies in memory and is gone with the container. The host itself need not run systemd.
set -euo pipefail
root=$1
systemd-nspawn --quiet --directory="$root" --volatile=overlay --boot --register=no --keep-unit --console=pipe \
    --kill-signal=SIGRTMIN+3 --machine=galley-boot-test >"$root.console" 2>&1 </dev/null &
host=$!
trap 'kill -TERM $host 2>/dev/null; wait $host 2>/dev/null || true' EXIT
# Whatever boots is the one child of nspawn.
for _ in {1..300}; do
    first=$(ps -o pid= --ppid $host | tr -d " " | head -n 1 || true)
    [ -z "$first" ] || [ "$(cat "/proc/$first/comm" 2>/dev/null)" != systemd ] || break
    sleep 0.1
done
[ -n "$first" ] || { echo "The container did not start:"; cat "$root.console"; exit 1; }
inside() { nsenter -t "$first" -m -u -i -p -n -C -- "$@"; }
for _ in {1..300}; do
    case $(inside systemctl is-system-running 2>/dev/null || true) in running | degraded) break ;; esac
    sleep 0.1
done
inside /opt/checks.sh
