#!/usr/bin/env bash
# Makes the boot partition's FAT from a folder, the same bytes each time: $1 folder, $2 file. It is never mounted; not every kernel knows FAT.
set -euo pipefail
export PATH=$PATH:/usr/sbin MTOOLS_SKIP_CHECK=1
mkfs.vfat --invariant -i DECEC0DE -F 32 -n DECENT -C "$2" $((128 * 1024)) >/dev/null
find "$1" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
cd "$1"
# In an order of our own: that of a folder is chance.
find . -mindepth 1 -type d -printf '%P\n' | sort | while read -r folder; do mmd -i "$2" "::$folder"; done
find . -type f -printf '%P\n' | sort | while read -r file; do mcopy -m -i "$2" "$file" "::$file"; done
