#!/usr/bin/env bash
# Fills the boot partition's folder: $1 architecture, $2 root, $3 the folder, $4 a folder to work in. Kernel and initramfs lie in the folder of their slot.
set -euo pipefail
arch=$1 root=$2 boot=$3 work=$4
here=$(cd "$(dirname "$0")" && pwd)

version=$(ls "$root/lib/modules")
[ "$(wc -w <<<"$version")" -eq 1 ] || { echo "bootfiles.sh: one kernel is wanted, these are: $version" >&2; exit 1; }
mkdir -p "$boot/a" "$boot/decent"
cp "$root/boot/vmlinuz-$version" "$boot/a/vmlinuz"
"$here/initrd.sh" "$root" "$version" "$work/initrd" "$boot/a/initrd.img"
cp -r "$here/boot/$arch/." "$boot/"
cp "$here/config.example.json" "$boot/decent/"

if [ "$arch" = arm64 ]; then
  cp "$root"/usr/lib/raspi-firmware/{bootcode.bin,start*.elf,fixup*.dat} "$boot/"
  cp "$root/usr/lib/linux-image-$version"/broadcom/bcm2*-rpi-*.dtb "$boot/a/"
else
  mkdir -p "$boot/EFI/BOOT"
  cp "$root/usr/lib/systemd/boot/efi/systemd-bootx64.efi" "$boot/EFI/BOOT/BOOTX64.EFI"
fi
