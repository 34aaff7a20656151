#!/bin/bash
# Boots Debian's kernel and systemd in a virtual machine, and runs checks.sh in it: control groups, the block device and
# the filesystem are real there.
# usage: machine.sh ROOT      needs root, qemu-system-x86 and e2fsprogs; a minute or two without KVM
#
# ACCEL=kvm is faster where nested virtualization works; the default is software emulation, which works everywhere.
set -euo pipefail
root=$1
work=$root.machine
mkdir -p "$work"
if [ ! -e "$work/vmlinuz" ]; then
    # The cloud kernel has ext4 and NVMe built in: no initrd is needed.
    kernel=$(apt-cache depends linux-image-cloud-amd64 | sed -n 's/.*Depends: \(linux-image-[0-9].*\)/\1/p' | tail -n 1)
    (cd "$work" && apt-get -o APT::Sandbox::User=root download -qq "$kernel" && dpkg -x "$kernel"_*.deb kernel && rm "$kernel"_*.deb)
    cp "$work"/kernel/boot/vmlinuz-* "$work/vmlinuz"
fi
rm -rf "$work/tree" "$work/disk"
cp -a "$root" "$work/tree"
cat >"$work/tree/etc/systemd/system/checks.service" <<'UNIT'
[Unit]
After=multi-user.target
[Service]
Type=oneshot
StandardOutput=file:/dev/console
StandardError=file:/dev/console
ExecStart=/bin/sh -c '/opt/checks.sh; systemctl --force --force poweroff'
UNIT
mkdir -p "$work/tree/etc/systemd/system/multi-user.target.wants"
ln -sf ../checks.service "$work/tree/etc/systemd/system/multi-user.target.wants/"
truncate -s 2G "$work/disk"
mkfs.ext4 -q -F -d "$work/tree" "$work/disk"
rm -rf "$work/tree"
timeout "${LIMIT:-600}" qemu-system-x86_64 -accel "${ACCEL:-tcg,thread=multi}" -cpu max -m 1024 -smp 2 -nographic \
    -no-reboot -monitor none -serial stdio -kernel "$work/vmlinuz" \
    -append "root=/dev/nvme0n1 rw console=ttyS0 quiet panic=-1 systemd.show_status=0" \
    -drive file="$work/disk",if=none,id=disk,format=raw,cache=unsafe -device nvme,drive=disk,serial=disk \
    </dev/null >"$work/console" 2>&1 || true
rm -f "$work/disk"
tr -d '\r' <"$work/console" | grep -aE '^(#|ok|not ok|[0-9]+ passed)' || { tail -n 40 "$work/console"; exit 1; }
grep -aq '^[0-9]* passed, 0 failed' "$work/console"
