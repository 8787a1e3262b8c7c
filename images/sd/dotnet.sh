#!/usr/bin/env bash
# Puts .NET and the edge into a folder that is laid over a root: $1 this repository, $2 the folder, $3 arm64 or amd64, $4 where .NET is from: the runtime's archive,
# "machine" for what runs here, "packages" for what the package source of this machine's SDK has, $5 a folder to publish into.
set -euo pipefail
repository=$1 root=$2 arch=$3 source=$4 publish=$5

# No symbols, which differ from build to build, and nothing of what somebody built before.
publish() {
  dotnet publish "$repository/edge/Decent.Edge" -c Release "$@" \
    -p:PathMap="$repository/=/_/%2c$(dirname "$publish")/=/_build/" -p:DebugType=none -p:DebugSymbols=false --artifacts-path "$publish.artifacts" -o "$publish" \
    -v q --nologo -clp:ErrorsOnly || return 1
  mkdir -p "$root/usr/lib/decent-edge"
  cp -r "$publish/." "$root/usr/lib/decent-edge/"
}

target=$root/usr/lib/dotnet
case $source in
  packages)
    # The runtime lies among the edge's own files, with an executable that needs no other.
    publish -r "linux-${arch/amd64/x64}" --self-contained || {
      echo "dotnet.sh: no .NET for $arch from this machine's package source: give build.sh --dotnet and --sha512, or --without-dotnet for a test." >&2; exit 1; }
    ;;
  machine)
    # The newest 10.* of each; a runtime needs neither SDK nor packs.
    here=$(dirname "$(realpath "$(command -v dotnet)")")
    for part in host/fxr shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App; do
      version=$(ls "$here/$part" | grep '^10\.' | sort -V | tail -n 1)
      mkdir -p "$target/$part"
      cp -r "$here/$part/$version" "$target/$part/"
    done
    cp "$here/dotnet" "$target/"
    ;;
  *)
    mkdir -p "$target"
    tar -C "$target" --no-same-owner -xzf "$source"
    ;;
esac
if [ "$source" != packages ]; then
  for part in host/fxr shared/Microsoft.NETCore.App shared/Microsoft.AspNetCore.App; do
    ls "$target/$part" 2>/dev/null | grep -q '^10\.' || { echo "dotnet.sh: no $part of .NET 10 in it: take the archive aspnetcore-runtime-10.*." >&2; exit 1; }
  done
  # No executable of an architecture: the same files serve both, started by the script below.
  publish --no-self-contained -p:UseAppHost=false
  cat >"$root/usr/lib/decent-edge/decent-edge" <<'SCRIPT'
#!/bin/sh
exec /usr/lib/dotnet/dotnet /usr/lib/decent-edge/decent-edge.dll "$@"
SCRIPT
  chown -R 0:0 "$target"
  chmod -R u=rwX,go=rX "$target"
  chmod 755 "$target/dotnet"
fi
chown -R 0:0 "$root/usr/lib/decent-edge"
chmod -R u=rwX,go=rX "$root/usr/lib/decent-edge"
chmod 755 "$root/usr/lib/decent-edge/decent-edge"
mkdir -p "$root/usr/bin"
ln -sf ../lib/decent-edge/decent-edge "$root/usr/bin/decent-edge"
