# The life of both packages on a root made of this machine's /usr, which stays as it is under an overlay.
# As root:  unshare --mount --pid --net --fork sh -eu package-life.sh FOLDER-OF-PACKAGES FOLDER-FOR-THE-ROOT
debs=$1 build=$2
mkdir -p "$build" && mount -t tmpfs none "$build" && cd "$build"
mkdir -p root/usr root/etc root/proc root/dev root/tmp root/run root/var/lib root/var/log up work root/debs
for name in decent-instance decent-edge; do cp "$debs"/${name}_*.deb root/debs/$name.deb; done
chmod 1777 root/tmp
mount -t overlay -o lowerdir=/usr,upperdir=up,workdir=work none root/usr
for link in bin sbin lib lib64; do if [ -L /$link ]; then ln -s usr/$link root/$link; fi; done
cp -a /etc/ld.so.cache /etc/ld.so.conf /etc/ld.so.conf.d /etc/login.defs root/etc/
if [ -d /etc/dotnet ]; then cp -a /etc/dotnet root/etc/; fi
mkdir -p root/etc/alternatives root/etc/systemd/system
cp -a /etc/alternatives/. root/etc/alternatives/
# What this machine has is what the packages' dependencies meet.
cp -a /var/lib/dpkg root/var/lib/dpkg && : > root/var/lib/dpkg/statoverride
printf 'root:x:0:0::/:/bin/sh\n' > root/etc/passwd
printf 'root:x:0:\n' > root/etc/group
printf 'root:*:::::::\n' > root/etc/shadow && printf 'root:*::\n' > root/etc/gshadow
mount -t proc none root/proc && mount --bind /dev root/dev
ip link set lo up

in_root() { chroot root /usr/bin/env -i HOME=/ PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive "$@"; }
# In a shell of its own, which becomes the program: its number is the program's.
as() { user=$1; shift; exec chroot --userspec="$user:$user" root /usr/bin/env -i HOME=/ PATH=/usr/bin DOTNET_EnableDiagnostics=0 "$@"; }
# Each file with kind, mode, owner and content; /usr by what is not the machine's own.
everything() {
  (cd root && find etc var run -path var/lib/dpkg -prune -o -printf '/%p %y %m %U:%G %l\n'
   find etc var -path var/lib/dpkg -prune -o -type f -exec sha256sum {} +) | sort
  (cd up && find . ! -type d -printf '/usr/%P %y %m %U:%G %l\n') | sort
}
new() { (cd up && find . ! -type d -printf '/usr/%P\n'; cd ../root && find etc -newer ../before ! -type d -printf '/%p\n'); }
dpkg_() { in_root dpkg "$@" > said 2>&1 || { cat said; exit 1; }; }
say() { echo "$*"; }
expect() { if ! eval "$2"; then echo "NOT: $1"; cat said; ls -laR root/var/lib/decent-* root/etc/systemd root/etc/decent || true; exit 1; fi; say "$1"; }
# Runs a daemon as its user until it says that it listens, asks for its health, stops it: life NAME STATE-VARIABLE FLAG...
life() {
  name=$1 state=$2; shift 2
  rm -f heard && mkfifo heard
  as $name $state=/var/lib/$name /usr/lib/$name/$name run "$@" > heard 2>&1 &
  daemon=$!
  exec 3< heard
  timeout 60 sed '/listening on/q' <&3 > log || true
  cat <&3 >> log &
  (as $name $state=/var/lib/$name /usr/bin/$name status) > health 2>&1 || { cat log health; exit 1; }
  kill -s TERM $daemon
  code=0; wait $daemon || code=$?
  exec 3<&-
  say "$name was healthy and stopped with $code"
}

for name in decent-instance decent-edge; do
  everything > before
  touch -d '1 second ago' before
  dpkg_ --install /debs/$name.deb
  in_root dpkg --listfiles $name | while read -r file; do [ -d "root$file" ] || echo "$file"; done | sort > listed
  (cd up && find . ! -type d -printf '/usr/%P\n'; cd ../root && find etc/default -type f -printf '/%p\n' 2> /dev/null || true) | sort > found
  expect "$name: what is there is what the package lists" 'diff listed found >> said'
  expect "$name: dpkg finds each file as it was packed" 'in_root dpkg --verify $name >> said && [ -z "$(in_root dpkg --verify $name)" ]'
  expect "$name: it says its version" 'in_root $name --version >> said && [ "$(in_root $name --version | cut -d+ -f1)" = "$(in_root dpkg-query -f "\${Version}" -W $name | tr "~" -)" ]'
  expect "$name: it has help" 'in_root $name --help | grep -q Usage'
  expect "$name: its user owns its folder alone" '[ "$(in_root stat -c %U:%G:%a /var/lib/$name)" = $name:$name:700 ]'
  expect "$name: it starts with the machine" '[ -L root/etc/systemd/system/multi-user.target.wants/$name.service ]'
  case $name in
    decent-instance) life $name DECENT_INSTANCE_STATE ;;
    decent-edge) life $name DECENT_STATE --name attic-pi --listen 127.0.0.1:4980 --instance http://127.0.0.1:4970 ;;
  esac
  echo '# mine' > root/etc/decent/mine.json
  dpkg_ --install /debs/$name.deb
  dpkg_ --remove $name
  expect "$name: removed, nothing of it is left in /usr" '[ -z "$(cd up && find . ! -type d)" ]'
  expect "$name: removed, its state and settings stay" '[ -n "$(ls root/var/lib/$name)" ] && { [ $name = decent-instance ] || [ -f root/etc/default/$name ]; }'
  dpkg_ --purge $name
  expect "$name: purged, what it made is gone" '[ ! -e root/var/lib/$name ] && [ ! -e root/etc/default/$name ]'
  expect "$name: purged, what somebody else put into /etc/decent stays" '[ -f root/etc/decent/mine.json ]'
  rm -r root/etc/decent
  everything > after
  diff before after | sed -n 's/^[<>] [0-9a-f]\{64\}  /\//p; s/^[<>] \(\/[^ ]*\) .*/\1/p' | sort -u > changed
  say "$name: changed by it all: $(tr '\n' ' ' < changed)"

  mkdir -p root/var/lib/$name && echo theirs > root/var/lib/$name/theirs
  dpkg_ --install /debs/$name.deb
  dpkg_ --purge $name
  expect "$name: a folder that was there before stays" '[ -f root/var/lib/$name/theirs ] && grep -q "not made by this package" said'
  rm -r root/var/lib/$name
  dpkg_ --install /debs/$name.deb
  mv root/var/lib/$name aside.$name && mkdir root/var/lib/$name && echo theirs > root/var/lib/$name/theirs
  dpkg_ --purge $name
  expect "$name: a folder put in the place of its own stays" '[ -f root/var/lib/$name/theirs ]'
  rm -r root/var/lib/$name
done

# A systemd that runs, as far as the packages can tell: what it is asked is written down.
mkdir -p root/run/systemd/system root/usr/local/bin
printf '#!/bin/sh\necho "systemctl $*" >> /asked\n' > root/usr/local/bin/systemctl && chmod 755 root/usr/local/bin/systemctl
rm -f root/usr/sbin/policy-rc.d
dpkg_ --install /debs/decent-edge.deb
dpkg_ --remove decent-edge
cat root/asked
rm root/asked
printf '#!/bin/sh\nexit 101\n' > root/usr/sbin/policy-rc.d && chmod 755 root/usr/sbin/policy-rc.d
dpkg_ --install /debs/decent-edge.deb
expect "a policy that forbids starts is kept" '! grep -q start root/asked'
dpkg_ --purge decent-edge
mkdir hidden && mount --bind hidden root/usr/share/dotnet
if [ -d root/etc/dotnet ]; then rm -r root/etc/dotnet; fi
dpkg_ --install /debs/decent-edge.deb
code=0; in_root decent-edge --version > said 2>&1 || code=$?
say "without a runtime: $code $(head -1 said)"
