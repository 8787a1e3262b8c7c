#!/usr/bin/env bash
# Installs what is missing, builds with warnings as errors, runs every test: ./test.sh [--only NAME] [--release] [--firmware] [--cuts] [--edge] [--images] [--figures]
set -euo pipefail
cd "$(dirname "$0")"

only='' configuration=Debug figures=''
while [ $# -gt 0 ]; do
  case $1 in
    --only) only=$2; shift ;;
    --release) configuration=Release ;;
    --firmware) export DECENT_FIRMWARE=1 figures=-showLiveOutput ;;
    --cuts) export DECENT_CUTS=1 figures=-showLiveOutput ;;
    --edge) export DECENT_EDGE=1 figures=-showLiveOutput ;;
    --images) export DECENT_IMAGES=1 figures=-showLiveOutput ;;
    --figures) figures=-showLiveOutput ;;
    *) echo "usage: ./test.sh [--only NAME] [--release] [--firmware] [--cuts] [--edge] [--images] [--figures]" >&2
       echo "  --only NAME   part of a test project's name" >&2
       echo "  --firmware    every pair of power cuts, long wear and cache runs of the board too; with --figures" >&2
       echo "  --cuts        200 kills of a publishing daemon and 200 power cuts of what it wrote; with --figures" >&2
       echo "  --edge        200 kills and stops of a loaded edge, and a power cut at every sync of what it writes; with --figures" >&2
       echo "  --images      the container, the packages' life on a root made of this machine's /usr, the SD card's image started and cut off in QEMU;" >&2
       echo "                with --figures; needs root. DECENT_IMAGES_CACHE=DIR keeps built images for the next run: for who changes those tests alone" >&2
       echo "  --figures     what the tests measured: memory, wear, times, hit ratios" >&2
       exit 2 ;;
  esac
  shift
done

.ci/prerequisites mosquitto=mosquitto mosquitto-clients=mosquitto_sub libmosquitto1=lib:libmosquitto.so.1 libsqlite3-0=lib:libsqlite3.so.0 git=git util-linux=setpriv strace=strace busybox=busybox
[ -z "${DECENT_IMAGES:-}" ] || .ci/prerequisites qemu-system-x86=qemu-system-x86_64 qemu-system-arm=qemu-system-aarch64 ovmf=file:/usr/share/ovmf/OVMF.fd mtools=mcopy e2fsprogs=debugfs \
  squashfs-tools=mksquashfs gcc=gcc make=make

echo "Building ($configuration) ..."
dotnet build Decent.Iot.sln -c "$configuration" -v q --nologo -clp:ErrorsOnly

# What a board's application weighs before nanoFramework's own tool makes it smaller.
echo "Firmware: $(stat -c %s "firmware/NanoSurface/Gate/bin/$configuration/net10.0/Decent.Small.dll") bytes of IL and metadata ($configuration)"

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
broken=0
for project in tests/*.Tests; do
  name=$(basename "$project")
  [[ -z $only || $name == *"$only"* ]] || continue
  report=$results/$name.xml
  start=$SECONDS
  "$project/bin/$configuration/net10.0/$name" -noLogo -noColor $figures -xml "$report" >"$results/$name.log" 2>&1 || true
  if [ ! -s "$report" ]; then
    echo "$name ended without a report:"; tail -n 40 "$results/$name.log"
    broken=$((broken + 1))
    continue
  fi
  [ -z "$figures" ] || sed -n 's/^ *Decent\.[^ ]*\.\([A-Za-z0-9_]*\)\((.*)\)\? \[OUTPUT\] /  /p' "$results/$name.log"
  grep -F '[FAIL]' -A 40 "$results/$name.log" | grep -v -E 'Finished|SUMMARY' || true
  grep -F '[SKIP]' -A 1 "$results/$name.log" || true
  echo "$name: $(sed -n 's/.*=== TEST EXECUTION SUMMARY.*//; s/^ *'"$name"' *\(Total.*\)/\1/p' "$results/$name.log") ($((SECONDS - start)) s)"
done

# The sums of all <assembly ... passed="n" failed="n" skipped="n" errors="n"> of the reports.
sum() { cat "$results"/*.xml 2>/dev/null | grep -o '<assembly [^>]*' | grep -o " $1=\"[0-9]*\"" | grep -o '[0-9]*' | awk '{ n += $1 } END { print n + 0 }'; }
passed=$(sum passed) failed=$(( $(sum failed) + $(sum errors) + broken )) skipped=$(sum skipped)
echo
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
