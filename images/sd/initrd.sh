#!/usr/bin/env bash
# Makes the initramfs from a root on any architecture, without running a program of it: $1 root, $2 kernel version, $3 a folder to work in, $4 the file.
set -euo pipefail
root=$1 version=$2 work=$3 out=$4
here=$(cd "$(dirname "$0")" && pwd)

mkdir -p "$work"/{bin,proc,sys,dev,new,data,boot}
cp "$root/bin/busybox" "$work/bin/busybox"
install -m 755 "$here/initrd/init" "$work/init"
install -m 644 "$here/overlay/usr/lib/decent/slots" "$work/slots"
# In the order in which they are loaded; what a kernel has built in, or an architecture lacks, is none.
for module in $(grep -v '^#' "$here/initrd/modules"); do
  PATH=$PATH:/usr/sbin modprobe -d "$root" -S "$version" --show-depends "$module" 2>/dev/null || true
done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' | while read -r file; do
  relative=${file#"$root"}
  mkdir -p "$work$(dirname "$relative")"
  cp "$file" "$work$relative"
  echo "$relative"
done >"$work/modules"
grep -q squashfs "$work/modules" || { echo "initrd.sh: the kernel $version has no squashfs module." >&2; exit 1; }
find "$work" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
(cd "$work" && find . -print0 | sort -z | cpio --quiet --null --create --format=newc --owner=0:0 --reproducible) | gzip -9n >"$out"
