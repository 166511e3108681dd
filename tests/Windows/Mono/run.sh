#!/usr/bin/env bash
# tests/Windows/Mono/run.sh <file>: walks with the module's build for Windows PowerShell 5.1 on Mono, and writes "passed failed skipped" to the file.
# It needs the built module, mono-runtime and mono-devel. What is missing is said, and counts as skipped.
set -euo pipefail
counts=$(realpath -m "$1")
cd "$(dirname "${BASH_SOURCE[0]}")"
root=$(cd ../../.. && pwd)
steps=$(grep -c 'report.StepAsync(' Walk.cs)

skip() {
  echo "$1: the walk of the build for Windows PowerShell is skipped."
  echo "0 0 $steps" >"$counts"
  exit 0
}

command -v mono >/dev/null || skip "mono is not installed"
# What assemblies for .NET Standard refer to. They are a part of mono-devel.
[ -f /usr/lib/mono/4.5/Facades/netstandard.dll ] || skip "the facades of mono-devel are not installed"
[ -f "$root/out/EcsTools/bin/netstandard2.0/EcsTools.dll" ] || skip "the module is not built"
if ! dotnet build EcsTools.MonoWalk.csproj -c Release --nologo -v quiet -clp:ErrorsOnly; then
  echo 0 1 0 >"$counts"
  exit 1
fi
# Static, because it is the only program of an image.
busybox=-
[ ! -x /bin/busybox ] || busybox=/bin/busybox
mono --assembly-loader=strict bin/Release/net472/EcsTools.MonoWalk.exe "$root/out/EcsTools/bin/netstandard2.0" "$busybox" "$counts"
