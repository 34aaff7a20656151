#!/bin/bash
# Makes, once, a small Debian tree with systemd, and puts the libraries of a program into it.
# usage: root.sh ROOT PROGRAM      needs root and debootstrap; a minute the first time, 350 MB
set -euo pipefail
root=$1 program=$2

make_tree() {
    release=$(. /etc/os-release && echo "${VERSION_CODENAME:-bookworm}")
    echo "Making a Debian tree ($release) in $root"
    rm -rf "$root"
    mkdir -p "$(dirname "$root")"
    debootstrap --variant=minbase \
        --include=systemd,systemd-sysv,dbus,procps,kmod \
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
}

[ -e "$root/.made" ] || make_tree
# As on this machine, where the program was linked.
ldd "$program" | awk '$3 ~ /^\// { print $3 }' | while read -r library; do
    [ -e "$root$library" ] || cp -L "$library" "$root$library"
done
