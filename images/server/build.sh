#!/usr/bin/env bash
# Builds the Debian packages of instance and edge: images/server/build.sh [--out FOLDER] [--version V]; --help says more.
set -euo pipefail
export LC_ALL=C
umask 022

usage() {
  cat <<'HELP'
Builds decent-instance_V_all.deb and decent-edge_V_all.deb.

  images/server/build.sh [--out FOLDER] [--version V]

  --out FOLDER   where the packages go; artifacts/debs of the repository is usual. Packages of the same name there are replaced
  --version V    1.2.3 or 1.2.3~rc1; what Directory.Build.props says is usual
  --help         this

Needed: the .NET 10 SDK and dpkg-deb. Nobody has to be root.
One package serves every processor: it holds no machine code, and the ASP.NET 10 runtime comes from elsewhere.
Two builds of one commit are equal byte for byte; times in them are the commit's (or SOURCE_DATE_EPOCH).

Then, on the machine that shall run it, as root:  apt-get install ./decent-edge_V_all.deb
HELP
}

fail() { echo "build.sh: $1" >&2; exit "${2:-1}"; }

given=$PWD
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
out=$root/artifacts/debs version=''
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --out | --version)
      [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value; --help shows how it is used" 2
      if [ "$1" = --version ]; then version=$2; else case $2 in /*) out=$2 ;; *) out=$given/$2 ;; esac; fi
      shift ;;
    *) fail "there is no '$1'; --help shows what there is" 2 ;;
  esac
  shift
done

[ -n "$version" ] || version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' "$root/Directory.Build.props")
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(~[a-z0-9.]+)?$ ]] || fail "'$version' is no version; use one such as 1.2.3 or 1.2.3~rc1" 2
command -v dpkg-deb >/dev/null || fail "dpkg-deb is missing; on Debian it comes with dpkg, elsewhere install the package dpkg"
command -v dotnet >/dev/null && dotnet --list-sdks | grep -q '^10\.' || fail "the .NET 10 SDK is missing; install it and put dotnet on the path"

if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
  SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2>/dev/null) ||
    fail "these sources are in no git repository; say how old they are: SOURCE_DATE_EPOCH=SECONDS images/server/build.sh"
fi
[[ $SOURCE_DATE_EPOCH =~ ^[0-9]+$ ]] || fail "SOURCE_DATE_EPOCH is '$SOURCE_DATE_EPOCH'; use seconds since 1970" 2
# One thread: packed by several, the same bytes come out differently on some versions.
export SOURCE_DATE_EPOCH DPKG_DEB_THREADS_MAX=1
if [ -n "$(git -C "$root" status --porcelain 2>/dev/null)" ]; then echo "Note: something is changed and not committed; it goes into the packages."; fi

# Always the same place: generated types are named by a hash of where they lie, which no PathMap reaches.
work=/tmp/decent-debs
mkdir -m 0700 "$work" 2>/dev/null || fail "$work exists: another build runs, or one was killed; in that case remove it and try again"
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Publishes a project and packs it with what belongs to it: pack NAME PROJECT UNIT...
# PathMap: where sources and objects lie differs from one build to the next, and would stand in the files.
# No symbols: what source generators write comes into them in an order of its own at each build, and their hash into the programs.
pack() {
  local name=$1 project=$2 tree=$work/$1 file
  shift 2
  echo "Publishing $name ..."
  dotnet publish "$root/$project" -c Release -v q --nologo -clp:ErrorsOnly --artifacts-path "$work/artifacts" -o "$tree/usr/lib/$name" \
    -p:UseAppHost=false -p:PathMap="$root/=/_/%2c$work/=/_build/" -p:Version="${version/\~/-}" \
    -p:DebugType=none -p:DebugSymbols=false >&2 || fail "$name does not build; the lines above say why"
  if find "$tree" -name '*.so' | grep -q .; then fail "$name has machine code in it: it cannot be a package for all processors"; fi

  echo "Packing $name ..."
  template "$here/debian/launcher" "$name" "$@" >"$tree/usr/lib/$name/$name"
  install -d "$tree/usr/bin" "$tree/usr/lib/systemd/system" "$tree/usr/lib/sysusers.d" "$tree/usr/share/doc/$name" "$tree/etc/decent" "$tree/DEBIAN"
  ln -s "../lib/$name/$name" "$tree/usr/bin/$name"
  own_files "$name" "$tree" "$@"
  cat "$root/LICENSE" "$root/NOTICE.md" >"$tree/usr/share/doc/$name/copyright"
  gzip -9n <"$root/CHANGELOG.md" >"$tree/usr/share/doc/$name/changelog.gz"
  find "$tree" -type f -exec chmod 0644 {} +
  chmod 0755 "$tree/usr/lib/$name/$name"

  for file in postinst prerm postrm; do
    template "$here/debian/$file" "$name" "$@" >"$tree/DEBIAN/$file"
    chmod 0755 "$tree/DEBIAN/$file"
  done
  (cd "$tree" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
  if [ -d "$tree/etc/default" ]; then (cd "$tree" && find etc -type f | sort | sed 's:^:/:') >"$tree/DEBIAN/conffiles"; fi
  sed "s/^Version:.*/Version: $version/; s/^Installed-Size:.*/Installed-Size: $(kilobytes "$tree")/" "$here/debian/$name.control" >"$tree/DEBIAN/control"
  find "$tree" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
  # Beside its place and then into it, so that a build that is cut leaves no half package.
  dpkg-deb --root-owner-group -Zxz --build "$tree" "$out/.$name.part" >/dev/null || fail "$out cannot be written; give another folder with --out"
  mv "$out/.$name.part" "$out/${name}_${version}_all.deb"
}

# What one package has and the other has not, by what lies in its folder of images.
own_files() {
  local name=$1 tree=$2 from=$root/images/${1#decent-} unit
  shift 2
  [ -d "$from" ] || from=$here
  for unit in "$from/$name"*.service "$from/$name"*.path; do
    if [ -f "$unit" ]; then cp "$unit" "$tree/usr/lib/systemd/system/"; fi
  done
  cp "$from/$name.sysusers" "$tree/usr/lib/sysusers.d/$name.conf"
  if [ -f "$from/$name.default" ]; then install -D "$from/$name.default" "$tree/etc/default/$name"; fi
  if [ -f "$from/$name.rules" ]; then install -D "$from/$name.rules" "$tree/usr/lib/udev/rules.d/60-$name.rules"; fi
  if [ "$name" = decent-instance ]; then
    install -d "$tree/usr/share/doc/$name/examples"
    dotnet "$tree/usr/lib/$name/$name.dll" config --example >"$tree/usr/share/doc/$name/examples/instance.json"
  fi
}

# A file with the package's name and units put in: template FILE NAME UNIT...
template() {
  local file=$1 name=$2
  shift 2
  sed "s/@NAME@/$name/g; s/@UNITS@/$*/g" "$file"
}

# Kilobytes a package takes, each file and folder rounded up, the same on every file system.
kilobytes() { find "$1" -path "$1/DEBIAN" -prune -o -printf '%y %s\n' | awk '{ n += $1 == "f" ? int(($2 + 1023) / 1024) : 1 } END { print n }'; }

mkdir -p "$out" || fail "$out cannot be made; give another folder with --out"
pack decent-instance instance/Decent.Instance decent-instance.service
pack decent-edge edge/Decent.Edge decent-edge-poweroff.path decent-edge-reboot.path decent-edge.service
(cd "$out" && sha256sum "decent-instance_${version}_all.deb" "decent-edge_${version}_all.deb")
echo "Written to $out"
