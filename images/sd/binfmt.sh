#!/usr/bin/env bash
# Lets this kernel start programs of the architecture $1 by qemu-user, where it does not yet: the last steps of Debian's packages are programs of the image.
# What systemd-binfmt does at a start, for machines where it did not, as in a container. It stays until the machine is off.
set -euo pipefail
arch=$1
registry=/proc/sys/fs/binfmt_misc
arch-test "$arch" >/dev/null 2>&1 && exit 0

[ -e "$registry/register" ] || mount -t binfmt_misc none "$registry" || true
case $arch in arm64) machine=aarch64 ;; amd64) machine=x86_64 ;; *) machine=$arch ;; esac
[ ! -e "$registry/register" ] || [ ! -f "/usr/lib/binfmt.d/qemu-$machine.conf" ] || tr -d '\n' <"/usr/lib/binfmt.d/qemu-$machine.conf" >"$registry/register" || true
arch-test "$arch" >/dev/null || {
  echo "binfmt.sh: this kernel does not start programs of $arch: it needs binfmt_misc, and qemu-$machine-static registered there as root." >&2
  exit 1
}
