#!/usr/bin/env bash
# The main job on real parts, with one command: ./demo.sh [FILE-OR-FOLDER] [--stay]; ./demo.sh --help
set -euo pipefail
given=$PWD
cd "$(dirname "$0")"
.ci/prerequisites mosquitto=mosquitto libmosquitto1=lib:libmosquitto.so.1 libsqlite3-0=lib:libsqlite3.so.0 git=git util-linux=setpriv

program=tests/Decent.Demo/bin/Release/net10.0/decent-demo.dll
if [ ! -f "$program" ] || [ -n "$(find shared edge instance firmware tests/Decent.Demo Directory.*.props Directory.*.targets \
    \( -name bin -o -name obj \) -prune -o -newer "$program" -type f \( -name '*.cs' -o -name '*.csproj' -o -name '*.projitems' -o -name '*.props' -o -name '*.targets' \) -print -quit)" ]; then
  echo "Building ..."
  dotnet build tests/Decent.Demo -c Release -v q --nologo -clp:ErrorsOnly
  touch "$program"
fi

# A path is meant from where the caller stands.
arguments=()
for argument in "$@"; do
  case $argument in
    -* | /*) arguments+=("$argument") ;;
    *) arguments+=("$given/$argument") ;;
  esac
done
exec dotnet "$program" "${arguments[@]}"
