#!/usr/bin/env bash
# tests/Windows/Wine/run.sh <file> [smoke|all|name,name,...]: runs Pester files on the Windows build of PowerShell under Wine, and writes
# "passed failed skipped" to the file. A name is that of a file of tests/Pester or of this folder, without .Tests.ps1.
# It needs the built module, wine64 and socat. What is missing is said, and counts as skipped.
set -euo pipefail
counts=$(realpath -m "$1")
part=${2:-smoke}
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$(cd ../../.. && pwd)
windows=$root/out/tools/windows
# The package puts neither on PATH.
wine=/usr/lib/wine/wine64 wineserver=/usr/lib/wine/wineserver64

skip() {
  echo "$1: the tests on the Windows build of PowerShell are skipped."
  echo "0 0 $(cat ./*.Tests.ps1 | grep -cE '^\s*It\s')" >"$counts"
  exit 0
}

# Wine with nothing of this system's environment. Its output goes to files: the processes that it leaves hold a pipe open.
in_wine() {
  env -i PATH="$PATH" HOME="$prefix/home" LC_ALL=C.UTF-8 TZ="${TZ:-UTC}" WINEPREFIX="$prefix" WINEARCH=win64 WINEDEBUG=-all DISPLAY= \
    DOTNET_ROOT="$(on_drive "$windows/dotnet")" DOTNET_EnableWriteXorExecute=0 DOTNET_gcConcurrent=0 DOTNET_TieredPGO=0 \
    DOTNET_CLI_TELEMETRY_OPTOUT=1 POWERSHELL_TELEMETRY_OPTOUT=1 AWS_EC2_METADATA_DISABLED=true PSExecutionPolicyPreference=Bypass \
    PSModulePath="$(on_drive "$root/out/tools/Modules")" "$@" </dev/null
}

# The Windows path of a file: the drive Z: is this system's root.
on_drive() { printf 'Z:%s' "${1//\//\\}"; }

end_wine() {
  [ -z "${forwarder:-}" ] || kill "$forwarder" 2>/dev/null || true
  WINEPREFIX=$prefix "$wineserver" -k >/dev/null 2>&1 || true
}

# A loopback port for the engine, as one has it that does not share a socket with this system.
forward_engine() {
  docker version >/dev/null 2>&1 && [ -S /var/run/docker.sock ] || return 0
  # With -t the engine may take its time to answer after the end of the input.
  socat -t 120 -d -d TCP-LISTEN:0,bind=127.0.0.1,fork,reuseaddr UNIX-CONNECT:/var/run/docker.sock 2>"$log.socat" &
  forwarder=$!
  local port
  for _ in $(seq 100); do
    port=$(sed -n 's/.*listening on .*:\([0-9]*\)$/\1/p' "$log.socat" | head -1)
    [ -z "$port" ] || { engine=tcp://127.0.0.1:$port; return 0; }
    sleep 0.1
  done
}

[ -x "$wine" ] || skip "wine64 is not installed"
command -v socat >/dev/null || skip "socat is not installed"
[ -f "$root/out/EcsTools/bin/net8.0/EcsTools.dll" ] || skip "the module is not built"
[ -d "$root/out/tools/Modules/Pester" ] || dotnet build "$root/tests/Pester" --nologo -v quiet -clp:ErrorsOnly || skip "Pester cannot be had"
mkdir -p "$root/out/TestResults"
log=$root/out/TestResults/wine-${part%%,*}
built=$(dotnet build EcsTools.WindowsHost.csproj -c Release --nologo -v quiet -clp:ErrorsOnly 2>&1) || {
  # NU1101 to NU1103: the feed has no such package or version.
  [[ $built != *NU110* ]] || skip "the package feed lacks PowerShell or its runtime for Windows"
  echo "$built"
  echo 0 1 0 >"$counts"
  exit 1
}

prefix=$windows/prefix engine=
trap end_wine EXIT
if [ ! -f "$prefix/ready" ]; then
  rm -rf "$prefix"
  mkdir -p "$prefix/home"
  in_wine timeout -k 10 5m "$wine" wineboot -i >"$log.wineboot" 2>&1
  in_wine timeout -k 10 5m "$wine" winecfg -v win10 >>"$log.wineboot" 2>&1
  touch "$prefix/ready"
fi
forward_engine
rm -f "$counts"
# A test that hangs ends with the run.
in_wine ${engine:+DOCKER_HOST=$engine} ECSTOOLS_HOST_OUTPUT="$(on_drive "$log.txt")" timeout -k 10 40m "$wine" "$(on_drive "$windows/pwsh/EcsTools.WindowsHost.exe")" \
  -NoProfile -NonInteractive -File "$(on_drive "$PWD/Run.ps1")" -ResultPath "$(on_drive "$counts")" -Part "$part" >"$log.streams" 2>&1 || true
cat "$log.txt" 2>/dev/null || cat "$log.streams"
[ -f "$counts" ] || echo 0 1 0 >"$counts"
