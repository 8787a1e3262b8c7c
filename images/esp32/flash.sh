#!/usr/bin/env bash
# Puts firmware, application, Wi-Fi and configuration on an ESP32 with nanoFramework's flasher: images/esp32/flash.sh --help
set -euo pipefail
export LC_ALL=C.UTF-8

usage() {
  cat <<'HELP'
Puts nanoFramework, the board's application, its Wi-Fi and its configuration on an ESP32, with nanoFramework's own flasher, nanoff.

  images/esp32/flash.sh --port /dev/ttyUSB0 --config hall-board.config --wifi 'My network' [--psram] [--app FILE] [--dry-run]
  images/esp32/flash.sh --port /dev/ttyUSB0 --wifi 'My network'              another Wi-Fi, nothing else
  images/esp32/flash.sh --port /dev/ttyUSB0 --config hall-board.config --only-config

  --port PORT       serial port of the board; without it those that are there are listed
  --config FILE     what 'decent-instance nodes add NAME --board KIND --board-config FILE' wrote; it is checked first, and says which board it is for
  --app FILE        the application; firmware/Decent.Firmware/bin/Release/Decent.Firmware.bin is usual
  --psram           the board has PSRAM: take it, a board without is short of memory
  --target TARGET   another target of nanoFramework's than the usual one of the board
  --wifi SSID       network to join, at most 32 bytes. The password (8 to 64 bytes, empty for an open network) is asked for without showing it,
                    or read from the environment, DECENT_WIFI_PASSWORD; never given as an argument, which others on this machine could read
  --only-config     the configuration alone, for a board that runs already
  --dry-run         check everything, print each command with what stands in its files, passwords as stars, and touch nothing

Steps: 1 nanoFramework itself, 2 the application, 3 Wi-Fi, 4 the configuration to both of its places. Each can be repeated.
Environment: NANOFF and DECENT_BOARD name these two programs where they are not on the path.
HELP
}

fail() { echo "flash.sh: $1" >&2; exit "${2:-1}"; }

root=$(cd "$(dirname "$0")/../.." && pwd)
port='' config='' app='' psram='' target='' ssid='' password='' wifi='' only='' dry=''
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) usage; exit 0 ;;
    --psram) psram=1 ;;
    --only-config) only=1 ;;
    --dry-run) dry=1 ;;
    --port | --config | --app | --target | --wifi)
      [ $# -ge 2 ] && [ -n "$2" ] || fail "$1 needs a value; --help shows how it is used" 2
      case $1 in --port) port=$2 ;; --config) config=$2 ;; --app) app=$2 ;; --target) target=$2 ;; --wifi) ssid=$2 wifi=1 ;; esac
      shift ;;
    *) fail "there is no '$1'; --help shows what there is" 2 ;;
  esac
  shift
done
[ -n "$config$wifi" ] || fail "nothing to do: give --config, --wifi or both; --help shows how" 2
[ -z "$only" ] || { [ -n "$config" ] && [ -z "$wifi$app$target$psram" ]; } || fail "--only-config goes with --config and --port alone" 2
[ -n "$config" ] || [ -z "$app$target$psram" ] || fail "--app, --target and --psram need --config, which says for which board they are" 2

bytes() { printf %s "$1" | wc -c; }

# A text as JSON has it, quotes included; there are no control characters in it by then.
json() {
  local text=${1//\\/\\\\}
  printf '"%s"' "${text//\"/\\\"}"
}

# What the configuration says of its board; the same code reads it that the board reads it with.
check_config() {
  local board=${DECENT_BOARD:-} said
  [ -n "$board" ] || board=$(command -v decent-board) || board=$(ls -t "$root"/firmware/Decent.Firmware.Host/bin/*/net10.0/decent-board 2>/dev/null | head -n 1)
  [ -n "$board" ] && command -v "$board" >/dev/null ||
    fail "decent-board is missing, which checks the configuration; build it: dotnet build firmware/Decent.Firmware.Host -c Release"
  said=$("$board" check --config "$config" 2>&1) || fail "$said"
  kind=$(sed -n 's/^board //p' <<<"$said")
  name=$(sed -n 's/^name //p' <<<"$said")
  mac=$(sed -n 's/^mac //p' <<<"$said")
}

target_of() {
  case $1 in
    esp32 | esp32-8mb | esp32-16mb) if [ -n "$psram" ]; then echo ESP32_PSRAM_REV3; else echo ESP32_REV3; fi ;;
    # This one finds PSRAM by itself.
    esp32-s3) echo ESP32_S3 ;;
    *) return 1 ;;
  esac
}

if [ -n "$config" ]; then
  check_config
  usual=$(target_of "$kind") ||
    fail "$config is for the board '$kind', which is no ESP32; write one with --board esp32, esp32-8mb, esp32-16mb or esp32-s3"
  target=${target:-$usual}
  config=$(cd "$(dirname "$config")" && pwd)/$(basename "$config")
fi
if [ -n "$config" ] && [ -z "$only" ]; then
  app=${app:-$root/firmware/Decent.Firmware/bin/Release/Decent.Firmware.bin}
  [ -f "$app" ] || fail "there is no application $app; build it as firmware/README.md says, or name it with --app"
fi
if [ -n "$wifi" ]; then
  [ "$(bytes "$ssid")" -le 32 ] || fail "--wifi: a network's name has at most 32 bytes, this one $(bytes "$ssid")" 2
  if [ -n "${DECENT_WIFI_PASSWORD+set}" ]; then
    password=$DECENT_WIFI_PASSWORD
  else
    [ -t 0 ] || fail "the password of '$ssid' cannot be asked for here; put it into the environment, DECENT_WIFI_PASSWORD" 2
    read -rs -p "Password of '$ssid' (empty for an open network): " password && echo >&2
  fi
  length=$(bytes "$password")
  [ "$length" -eq 0 ] || { [ "$length" -ge 8 ] && [ "$length" -le 64 ]; } || fail "a Wi-Fi password has 8 to 64 bytes, or none on an open network" 2
fi

nanoff=${NANOFF:-nanoff}
command -v "$nanoff" >/dev/null ||
  fail "nanoff is missing, nanoFramework's flasher; install it: dotnet tool install -g nanoff, and put ~/.dotnet/tools on the path"
if [ -z "$port" ]; then
  there=$(ls /dev/ttyUSB* /dev/ttyACM* /dev/cu.usb* 2>/dev/null | tr '\n' ' ') || true
  fail "give the board's serial port with --port; there are: ${there:-none, plug the board in}" 2
fi
if [ ! -e "$port" ]; then fail "there is no port $port; plug the board in, or run without --port to see those that are there"; fi
[ -r "$port" ] && [ -w "$port" ] ||
  fail "you may not use $port; become a member of its group ($(stat -c %G "$port" 2>/dev/null || echo dialout)) and log in again"

# For the owner alone, and gone at the end: secrets stand in them.
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

case $config$ssid$password in
  *[[:cntrl:]]*) fail "control characters cannot be in a network's name, its password or the configuration's path" 2 ;;
esac

wifi_json() {
  local security='"Authentication": "WPA2", "Encryption": "WPA2_PSK2"'
  if [ -z "$password" ]; then security='"Authentication": "Open", "Encryption": "None"'; fi
  printf '{ "WirelessClient": { "Ssid": %s, "Password": %s, %s, "ConfigurationOption": "AutoConnect" } }\n' "$(json "$ssid")" "$(json "$1")" "$security"
}

files_json() {
  local source
  source=$(json "$config")
  printf '{ "files": [ { "DestinationFilePath": "I:\\\\decent\\\\config\\\\a", "SourceFilePath": %s },\n' "$source"
  printf '             { "DestinationFilePath": "I:\\\\decent\\\\config\\\\b", "SourceFilePath": %s } ] }\n' "$source"
}

# step WHAT ARGUMENT...: runs nanoff, or says how it would be run.
step() {
  local what=$1 word
  shift
  if [ -n "$dry" ]; then
    printf 'nanoff'
    for word in "$@"; do printf ' %q' "${word/#$work/FILES}"; done
    echo
    return
  fi
  echo "$what ..."
  "$nanoff" "$@" || fail "'$what' failed, nanoff said why. Nothing is lost by doing it again; images/esp32/README.md has what helps"
}

if [ -n "$config" ]; then echo "$name: board $kind${only:+, configuration alone}$([ "$mac" = any ] || echo ", only for $mac")"; fi
if [ -n "$config" ] && [ -z "$only" ]; then
  step "1 nanoFramework $target" --update --target "$target" --serialport "$port"
  step "2 the application" --nanodevice --deploy --serialport "$port" --image "$app"
fi
if [ -n "$wifi" ]; then
  if [ -n "$dry" ]; then wifi_json "$([ -z "$password" ] || echo '********')"; else wifi_json "$password" >"$work/wifi.json"; fi
  step "3 Wi-Fi $ssid" --networkdeployment "$work/wifi.json" --serialport "$port"
fi
if [ -n "$config" ]; then
  if [ -n "$dry" ]; then files_json; else files_json >"$work/files.json"; fi
  step "4 the configuration of $name" --filedeployment "$work/files.json" --serialport "$port"
fi
if [ -n "$dry" ]; then echo "Nothing was done."; else echo "Done. Restart the board; its light says how it fares (firmware/README.md)."; fi
