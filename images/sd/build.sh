#!/usr/bin/env bash
# Builds the SD card image: images/sd/build.sh [--arch arm64|amd64] [--without-dotnet] [--dotnet FILE --sha512 HEX] [--test] [--out FILE]
# README.md beside this has the layout, the keys of decent/config.json and what each architecture needs. No loop device, nothing mounted from the image.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repository=$(cd "$here/../.." && pwd)

arch=arm64 dotnet='' sha512='' with_dotnet=1 test_overlay='' out='' url='' cache=''
usage() {
  sed -n '2,3s/^# //p' "$0" >&2
  echo "  --arch            arm64 for Raspberry Pi 3, 4 and Zero 2 W (default); amd64 for its twin that boots in QEMU" >&2
  echo "  --dotnet FILE     aspnetcore-runtime-10.*-linux-*.tar.gz; without it: the runtime of this machine, or for another" >&2
  echo "                    architecture the one that the package source of this machine's SDK has" >&2
  echo "  --sha512 HEX      what that file must hash to, as its maker publishes it" >&2
  echo "  --without-dotnet  neither .NET nor the edge: for tests of the image itself" >&2
  echo "  --test            adds overlay-test, which tells on the console how the boot went and powers off; never for people" >&2
  echo "  --cache DIR       keeps what was downloaded for the next build" >&2
  echo "  --url URL         where the image will be offered, for the manifest; default: the file itself" >&2
  echo "  --out FILE        the image; default decent-edge-ARCH.img here" >&2
  exit 2
}
while [ $# -gt 0 ]; do
  case $1 in
    --arch) arch=${2:-}; shift ;;
    --dotnet) dotnet=${2:-}; shift ;;
    --sha512) sha512=${2:-}; shift ;;
    --cache) cache=${2:-}; shift ;;
    --url) url=${2:-}; shift ;;
    --out) out=${2:-}; shift ;;
    --without-dotnet) with_dotnet='' ;;
    --test) test_overlay=1 ;;
    *) usage ;;
  esac
  [ $# -gt 0 ] || usage
  shift
done
die() { echo "build.sh: $*" >&2; exit 1; }
say() { echo "[$SECONDS s] $*"; }

case $arch in
  arm64) kernel=linux-image-arm64 extra=(raspi-firmware firmware-brcm80211) ;;
  amd64) kernel=linux-image-amd64 extra=(systemd-boot-efi) ;;
  *) usage ;;
esac
out=$(realpath -m "${out:-$here/decent-edge-$arch.img}")
[ "$(id -u)" -eq 0 ] || die "a root file system is made with its owners: run this as root."
if [ -n "$with_dotnet" ] && [ -n "$dotnet" ]; then
  [ -n "$sha512" ] || die "--dotnet needs --sha512: the hash that the runtime's maker publishes beside the file."
  [ -r "$dotnet" ] || die "$dotnet cannot be read: --dotnet names the archive of the runtime, such as aspnetcore-runtime-10.0.x-linux-$arch.tar.gz."
  echo "${sha512,,}  $dotnet" | sha512sum --check --status 2>/dev/null || die "$dotnet is not the file that --sha512 names: fetch it again, or compare the hash."
elif [ "$arch" = "$(dpkg --print-architecture)" ]; then
  dotnet=machine
else
  dotnet=packages
fi

"$repository/.ci/prerequisites" mmdebstrap=mmdebstrap genimage=genimage mtools=mcopy dosfstools=mkfs.vfat squashfs-tools=mksquashfs e2fsprogs=mke2fs \
  cpio=cpio kmod=modprobe zstd=zstd
if [ "$arch" != "$(dpkg --print-architecture)" ]; then
  "$repository/.ci/prerequisites" qemu-user-static=qemu-aarch64-static arch-test=arch-test
  "$here/binfmt.sh" "$arch"
fi

# Every time stamp in the image: the last commit's, so that the same commit on the same packages gives the same bytes.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$repository" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH TZ=UTC LC_ALL=C
umask 022
work=$(mktemp -d "${TMPDIR:-/tmp}/decent-sd.XXXXXX")
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
root=$work/root boot=$work/boot
mkdir "$root" "$boot" "$work/images" "$work/edge"

# First what may not be had, then what takes minutes.
if [ -n "$with_dotnet" ]; then
  say ".NET and the edge"
  "$here/dotnet.sh" "$repository" "$work/edge" "$arch" "$dotnet" "$work/publish"
fi

say "Packages of $arch by the mirrors of this machine"
"$here/mirrors.sh" "$arch" >"$work/mirrors.list"
suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
packages=("$kernel" "${extra[@]}" systemd-sysv udev dbus kmod iproute2 systemd-resolved systemd-timesyncd avahi-daemon libnss-mdns wpasupplicant
  wireless-regdb openssh-server libsqlite3-0 libmosquitto1 ca-certificates e2fsprogs fdisk busybox-static gpiod procps)
hooks=()
if [ -n "$cache" ]; then
  cache=$(realpath -m "$cache")
  mkdir -p "$cache"
  hooks=(--skip=download/empty --skip=essential/unlink --setup-hook='mkdir -p "$1/var/cache/apt/archives/"'
    --setup-hook="sync-in '$cache' /var/cache/apt/archives/" --customize-hook="sync-out /var/cache/apt/archives '$cache'")
fi
# Screens, sound and the like take half of a kernel's modules, and an edge has none of them.
mmdebstrap --quiet --variant=minbase --arch="$arch" --mode=root --format=tar \
  --aptopt='APT::Install-Recommends "0"' --aptopt='Acquire::Languages "none"' \
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
  --dpkgopt='path-exclude=/lib/modules/*/kernel/sound/*' --dpkgopt='path-exclude=/lib/modules/*/kernel/drivers/gpu/*' \
  --dpkgopt='path-exclude=/lib/modules/*/kernel/drivers/media/*' --dpkgopt='path-exclude=/lib/modules/*/kernel/drivers/infiniband/*' \
  "${hooks[@]}" --essential-hook='chroot "$1" dpkg-divert --local --quiet --rename --add /usr/sbin/update-initramfs && ln -s /bin/true "$1/usr/sbin/update-initramfs"' \
  --customize-hook="'$here/customize.sh' \"\$1\" '$repository' '$test_overlay'" \
  --include="$(IFS=,; echo "${packages[*]}")" "$suite" "$work/root.tar" "$work/mirrors.list" </dev/null
tar -C "$root" --numeric-owner --xattrs -xf "$work/root.tar"
rm "$work/root.tar"

if [ -n "$with_dotnet" ]; then
  tar -C "$work/edge" -c . | tar -C "$root" --no-overwrite-dir -x
fi

say "Boot partition"
"$here/bootfiles.sh" "$arch" "$root" "$boot" "$work"
"$here/fat.sh" "$boot" "$work/images/boot.vfat"

say "Root partitions and the image"
rm -rf "$root"/boot/* "$root"/vmlinuz* "$root"/initrd.img*
find "$root" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
mksquashfs "$root" "$work/images/root.squashfs" -comp zstd -Xcompression-level 9 -noappend -quiet -no-progress >/dev/null
release=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$repository/Directory.Build.props")-$(git -C "$repository" rev-parse --short=12 HEAD)
"$here/trailer.sh" "$arch" "$release" "$work/images/root.squashfs"
E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH mke2fs -q -t ext4 -L decent-data -U decec0de-0004-4000-8000-decec0dedada -E hash_seed=decec0de-0005-4000-8000-decec0dedada \
  -m 0 "$work/images/data.ext4" 64M
genimage --loglevel 0 --rootpath "$boot" --tmppath "$work/tmp" --inputpath "$work/images" --outputpath "$work/images" --config "$here/genimage.cfg"
mv "$work/images/decent-edge.img" "$out"
"$here/manifest.sh" "$arch" "$out" "$url" >"$out.rpi-imager-manifest"
say "Wrote $out, $(stat -c %s "$out") bytes, sha256 $(sha256sum <"$out" | cut -d' ' -f1); root $(stat -c %s "$work/images/root.squashfs") bytes"
