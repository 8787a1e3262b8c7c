#!/usr/bin/env bash
# Puts .NET and the edge into a root: $1 this repository, $2 the root, $3 the runtime's archive or nothing for this machine's, $4 a folder to publish into.
set -euo pipefail
repository=$1 root=$2 archive=$3 publish=$4

target=$root/usr/lib/dotnet
mkdir -p "$target"
if [ -n "$archive" ]; then
  tar -C "$target" --no-same-owner -xzf "$archive"
else
  # The newest 10.* of each; a runtime needs neither SDK nor packs.
  source=$(dirname "$(realpath "$(command -v dotnet)")")
  for part in host/fxr shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App; do
    version=$(ls "$source/$part" | grep '^10\.' | sort -V | tail -n 1)
    mkdir -p "$target/$part"
    cp -r "$source/$part/$version" "$target/$part/"
  done
  cp "$source/dotnet" "$target/"
fi
for part in host/fxr shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App; do
  ls "$target/$part" 2>/dev/null | grep -q '^10\.' || { echo "dotnet.sh: no $part of .NET 10 in it: take the archive aspnetcore-runtime-10.*." >&2; exit 1; }
done

# No executable of an architecture: the same files serve both, started by the script below.
# No symbols, which differ from build to build, and nothing of what somebody built before.
dotnet publish "$repository/edge/Decent.Edge" -c Release --no-self-contained -p:UseAppHost=false \
  -p:PathMap="$repository/=/_/%2c$(dirname "$publish")/=/_build/" -p:DebugType=none -p:DebugSymbols=false --artifacts-path "$publish.artifacts" -o "$publish" \
  -v q --nologo -clp:ErrorsOnly
mkdir -p "$root/usr/lib/decent-edge"
cp -r "$publish/." "$root/usr/lib/decent-edge/"
cat >"$root/usr/lib/decent-edge/decent-edge" <<'SCRIPT'
#!/bin/sh
exec /usr/lib/dotnet/dotnet /usr/lib/decent-edge/decent-edge.dll "$@"
SCRIPT
chown -R 0:0 "$target" "$root/usr/lib/decent-edge"
chmod -R u=rwX,go=rX "$target" "$root/usr/lib/decent-edge"
chmod 755 "$target/dotnet" "$root/usr/lib/decent-edge/decent-edge"
ln -sf ../lib/decent-edge/decent-edge "$root/usr/bin/decent-edge"
