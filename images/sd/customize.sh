#!/usr/bin/env bash
# mmdebstrap's last hook: $1 the root, $2 this repository, $3 not empty for the test overlay too. Runs with the root's own programs where it can.
set -euo pipefail
root=$1 repository=$2 test_overlay=$3
images=$repository/images

put() { tar -C "$1" --owner=0 --group=0 --numeric-owner --mode='u=rwX,go=rX' --mtime="@$SOURCE_DATE_EPOCH" -c . | tar -C "$root" --numeric-owner --no-overwrite-dir -x; }
put "$images/sd/overlay"
[ -z "$test_overlay" ] || put "$images/sd/overlay-test"
install -m 644 "$images/edge/decent-edge.sysusers" "$root/usr/lib/sysusers.d/decent-edge.conf"
install -m 644 "$images/edge/decent-edge.rules" "$root/usr/lib/udev/rules.d/60-decent-edge.rules"
install -m 644 "$images/edge/decent-edge.default" "$root/etc/default/decent-edge"
install -m 644 "$images"/edge/decent-edge.service "$images"/edge/decent-edge-*.path "$images"/edge/decent-edge-power@.service "$root/usr/lib/systemd/system/"

chroot "$root" systemd-sysusers
install -m 644 "$root/usr/share/systemd/tmp.mount" "$root/usr/lib/systemd/system/"
units=(tmp.mount avahi-daemon systemd-networkd systemd-resolved systemd-timesyncd decent-edge decent-provision decent-grow decent-ssh-keys decent-slot ssh)
[ -z "$test_overlay" ] || units+=(decent-boot-report decent-test-gpio)
chroot "$root" systemctl --quiet enable "${units[@]}"
# The card's owner has a key or nobody has a way in; nothing is fetched or rewritten by itself, because the root is read-only.
chroot "$root" passwd --quiet --lock root
chroot "$root" systemctl --quiet mask apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer fstrim.timer e2scrub_all.timer systemd-firstboot.service

# What a build leaves that differs from one to the next, belongs to one machine alone, or names a mirror.
rm -f "$root"/etc/ssh/ssh_host_* "$root/etc/hostname" "$root/etc/resolv.conf" "$root"/etc/*- "$root/usr/sbin/update-initramfs" "$root/var/lib/dbus/machine-id"
rm -rf "$root"/etc/apt/sources.list* "$root"/etc/apt/trusted.gpg* "$root"/var/cache/* "$root"/var/log/* "$root"/var/lib/apt/* "$root"/tmp/* "$root"/run/*
: >"$root/etc/machine-id"
echo decent-edge >"$root/etc/hostname"
ln -s /run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
mkdir -p "$root/data" "$root/boot" "$root/var/lib/decent-edge" "$root/var/lib/systemd/timesync"
