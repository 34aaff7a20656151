#!/bin/bash
# Makes, once, a small Debian tree with systemd and the libraries that galley needs.
# usage: root.sh ROOT      needs root and debootstrap; a minute, 350 MB
set -euo pipefail
root=$1
[ ! -e "$root/.made" ] || exit 0
release=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
echo "Making a Debian tree ($release) in $root"
rm -rf "$root"
mkdir -p "$(dirname "$root")"
debootstrap --variant=minbase \
    --include=systemd,systemd-sysv,dbus,procps,kmod,libyaml-0-2,libpcre2-8-0,libutf8proc2,libnettle8,libstdc++6 \
    "$release" "$root" >"$root.log" 2>&1 || { tail "$root.log"; exit 1; }
rm -f "$root"/var/cache/apt/archives/*.deb
# Nobody logs in, and nothing else runs: it is up at once.
for unit in getty@tty1.service console-getty.service serial-getty@ttyS0.service apt-daily.timer \
    apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer \
    systemd-networkd-wait-online.service; do
    ln -sf /dev/null "$root/etc/systemd/system/$unit"
done
ln -sf /lib/systemd/system/multi-user.target "$root/etc/systemd/system/default.target"
mkdir -p "$root/etc/systemd/journald.conf.d"
printf '[Journal]\nRateLimitIntervalSec=0\n' >"$root/etc/systemd/journald.conf.d/all.conf"
touch "$root/.made"
