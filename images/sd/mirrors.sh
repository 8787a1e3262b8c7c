#!/usr/bin/env bash
# Prints the apt lines of this machine's own distribution, for an image of the architecture $1: no mirror's name stands in this repository.
# Firmware of a Raspberry Pi lies in non-free-firmware, which is added for arm64.
set -euo pipefail
codename=$(. /etc/os-release && echo "$VERSION_CODENAME")
add=''
[ "$1" != arm64 ] || add=non-free-firmware
shopt -s nullglob

# Stanzas of deb822, and lines of the old form; both become lines. Sources of other vendors name suites of their own.
{
  for file in /etc/apt/sources.list.d/*.sources; do
    awk -v RS= '{
      types = uris = suites = components = key = ""
      count = split($0, lines, "\n")
      for (i = 1; i <= count; i++) {
        if (lines[i] ~ /^#/ || !match(lines[i], /^[A-Za-z-]+:/)) continue
        name = tolower(substr(lines[i], 1, RLENGTH - 1)); value = substr(lines[i], RLENGTH + 1); gsub(/^[ \t]+/, "", value)
        if (name == "types") types = value; else if (name == "uris") uris = value; else if (name == "suites") suites = value
        else if (name == "components") components = value; else if (name == "signed-by") key = value
      }
      if (" " types " " !~ / deb /) next
      uriCount = split(uris, uri, " "); suiteCount = split(suites, suite, " ")
      for (u = 1; u <= uriCount; u++)
        for (s = 1; s <= suiteCount; s++)
          print "deb " (key ~ /^\// ? "[signed-by=" key "] " : "") uri[u] " " suite[s] " " components
    }' "$file"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ ! -f "$file" ] || sed -n 's/^deb \(\[[^]]*\]\)\? *\(.*\)/deb \1 \2/p' "$file"
  done
} | awk -v codename="$codename" -v add="$add" '{
  at = $2 ~ /^\[/ ? 4 : 3
  if ($at != codename && index($at, codename "-") != 1) next
  if (add != "" && index($0, add) == 0) $0 = $0 " " add
  print; found = 1
} END { if (!found) { print "mirrors.sh: /etc/apt names no source of " codename "." >"/dev/stderr"; exit 1 } }'
