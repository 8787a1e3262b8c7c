#!/usr/bin/env bash
# Prints the manifest by which Raspberry Pi Imager offers an image: $1 architecture, $2 image, $3 its address or nothing for the file's own.
# The image reads decent/config.json on its boot partition, so the Imager is told of no customisation of its own.
set -euo pipefail
devices=''
[ "$1" != arm64 ] || devices='"pi3-64bit", "pi4-64bit"'
size=$(stat -c %s "$2") hash=$(sha256sum <"$2" | cut -d' ' -f1)
cat <<JSON
{
  "os_list": [
    {
      "name": "Decent edge ($1)",
      "description": "Keeps what a LAN asks for, verified, and shares it. Settings: decent/config.json on the boot partition.",
      "icon": "",
      "url": "${3:-file://$2}",
      "extract_size": $size,
      "extract_sha256": "$hash",
      "image_download_size": $size,
      "release_date": "$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)",
      "init_format": "none",
      "devices": [$devices]
    }
  ]
}
JSON
