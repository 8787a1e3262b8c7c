#!/usr/bin/env bash
# Builds the kernel's own simulated GPIO chip, which Debian's kernels leave out: $1 kernel release of an image, $2 the module, $3 a folder for downloads.
# For tests alone. Source and headers are Debian's, fetched by apt into that folder and not installed; nothing of them stands in this repository.
set -euo pipefail
release=$1 out=$(realpath -m "$2") cache=$(realpath -m "$3")
say() { echo "[$SECONDS s] $*"; }
series=$(cut -d. -f1,2 <<<"$release")
base=${release%-*}

# Lists of its own: a machine may have none, and its own stay as they are.
mkdir -p "$cache/lists/partial" "$cache/archives/partial"
options=(-q=2 -o Dir::State::Lists="$cache/lists" -o Dir::Cache="$cache" -o Dir::Cache::Archives="$cache/archives" -o Debug::NoLocking=1)
cd "$cache"
if [ ! -d "$cache/headers-$release" ]; then
  say "Headers of $release and the source of $series"
  apt-get "${options[@]}" update
  apt-get "${options[@]}" download "linux-headers-$release" "linux-headers-$base-common" "linux-kbuild-$series" "linux-source-$series"
  rm -rf "$cache/new"
  mkdir "$cache/new"
  for package in "linux-headers-$release" "linux-headers-$base-common" "linux-kbuild-$series"; do
    dpkg-deb --extract "$cache/${package}"_*.deb "$cache/new"
  done
  dpkg-deb --fsys-tarfile "$cache/linux-source-$series"_*.deb | tar -x --to-stdout "./usr/src/linux-source-$series.tar.xz" \
    | tar -C "$cache/new" -xJ --strip-components=1 --wildcards '*/drivers/gpio/gpio-sim.c' '*/drivers/gpio/*.h' '*/kernel/irq/irq_sim.c'
  # The headers name their other half by where it would be installed.
  sed -i "s#/usr/src/#$cache/headers-$release/usr/src/#g" "$cache/new/usr/src/linux-headers-$release/Makefile"
  rm -f "$cache"/linux-*.deb
  mv "$cache/new" "$cache/headers-$release"
fi

say "Module for $release"
work=$(mktemp -d "$cache/module.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$cache/headers-$release"/drivers/gpio/*.h "$work"
cp "$cache/headers-$release/drivers/gpio/gpio-sim.c" "$work/chip.c"
# The simulated interrupts that the chip needs are left out of these kernels too, and use a function that is not given to modules.
sed 's/handle_simple_irq(irq_to_desc(irqnum));/generic_handle_irq(irqnum);/' "$cache/headers-$release/kernel/irq/irq_sim.c" >"$work/irq_sim.c"
printf 'obj-m += gpio-sim.o\ngpio-sim-y := chip.o irq_sim.o\n' >"$work/Kbuild"
make -s -C "$cache/headers-$release/usr/src/linux-headers-$release" M="$work" modules >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
strip --strip-debug -o "$out" "$work/gpio-sim.ko"
say "Wrote $out"
