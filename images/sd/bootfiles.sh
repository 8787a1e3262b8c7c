#!/usr/bin/env bash
# Fills the boot partition's folder: $1 architecture, $2 root, $3 the folder, $4 a folder to work in. What belongs to a slot (kernel, initramfs, device
# trees, command line) goes into the root too, with SLOT in its paths and @slot@ in its texts: an update takes it from there.
set -euo pipefail
arch=$1 root=$2 boot=$3 work=$4
here=$(cd "$(dirname "$0")" && pwd)

version=$(ls "$root/lib/modules")
[ "$(wc -w <<<"$version")" -eq 1 ] || { echo "bootfiles.sh: one kernel is wanted, these are: $version" >&2; exit 1; }
own=$root/usr/lib/decent/boot
mkdir -p "$own/SLOT" "$boot/decent"
cp "$root/boot/vmlinuz-$version" "$own/SLOT/vmlinuz"
"$here/initrd.sh" "$root" "$version" "$work/initrd" "$own/SLOT/initrd.img"
cp -r "$here/boot/$arch/." "$boot/"
cp "$here/config.example.json" "$boot/decent/"
if [ "$arch" = arm64 ]; then
  cp "$root"/usr/lib/raspi-firmware/{bootcode.bin,start*.elf,fixup*.dat} "$boot/"
  cp "$root/usr/lib/linux-image-$version"/broadcom/bcm2*-rpi-*.dtb "$own/SLOT/"
else
  mkdir -p "$boot/EFI/BOOT"
  cp "$root/usr/lib/systemd/boot/efi/systemd-bootx64.efi" "$boot/EFI/BOOT/BOOTX64.EFI"
fi

# As edge/Decent.Edge/Updating/BootFiles.cs does it.
(cd "$boot" && find . -path '*SLOT*' -type f) | while read -r file; do
  mkdir -p "$own/$(dirname "$file")"
  mv "$boot/$file" "$own/$file"
done
rmdir "$boot/SLOT" 2>/dev/null || true
chmod -R u=rwX,go=rX "$own"
(cd "$own" && find . -type f) | while read -r file; do
  for slot in a b; do
    to=$boot/${file//SLOT/$slot}
    mkdir -p "$(dirname "$to")"
    case $file in *.txt | *.conf) sed "s/@slot@/$slot/g" "$own/$file" >"$to" ;; *) cp "$own/$file" "$to" ;; esac
  done
done
