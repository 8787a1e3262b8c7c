#!/usr/bin/env bash
# Appends to a root what edge/Decent.Edge/Updating/RootTrailer.cs reads: $1 architecture, $2 version, $3 the squashfs, padded to 4 KiB by its maker.
set -euo pipefail
bytes=$(stat -c %s "$3")
[ $((bytes % 4096)) -eq 0 ] || { echo "trailer.sh: $3 is not padded to 4 KiB" >&2; exit 1; }
hash=$(sha256sum <"$3" | cut -d' ' -f1)
printf 'decent-root 1\narch %s\nversion %s\nbytes %s\nsha256 %s\n' "$1" "$2" "$bytes" "$hash" | dd bs=4096 conv=sync status=none >>"$3"
