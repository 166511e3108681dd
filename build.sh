#!/usr/bin/env bash
# ./build.sh [build|test [name]|package|demo|docs|site|bench [name]|campaign [name]]: the same tasks as build.ps1, on a machine with or without PowerShell.
#   build  lays out the module in out/EcsTools
#   test   builds, runs the xunit tests, and Pester on the built module where pwsh and Pester 5 or newer are; the build for Windows PowerShell on Mono, and
#          a part of Pester on the Windows build of PowerShell under Wine; the last line counts them all. "windows" runs those two alone, the latter whole;
#          another name the xunit classes and the Pester files whose names contain it
#   package  builds, and makes the package that Install-PSResource takes: out/EcsTools.<version>.nupkg
#   demo   builds, and walks from a folder with a Dockerfile to a container that runs, in a sandbox
#   docs   builds, records what the first example of each command shows, and writes docs/commands, docs/errors.md and the table of docs/compose.md from the code
#   site   builds, and writes the pages of docs as a site of Markdown into out/site
#   bench  prints measurements: "import", what Import-Module and a first command cost; "list", how long lists of a large account take; "logs", how quickly a log is
#          read and followed; "push", a push beside docker, skopeo and podman; "compression", the quickest level beside zlib's; "balance", the
#          sandbox's load balancer beside nginx; "publish", an app beside docker and the AWS CLI
#   campaign  gives every reader of foreign bytes malformed input, [--count N] of it for each, made from [--seed S]; "writers": 50 writers of the AWS files
#          that stall and are killed; "kills": a sandbox that is killed while it is used; "push-kills": pushes that are killed; "publications":
#          publications of apps that are killed; "requests": a sandbox that 64 clients use at a time; "fidelity" [service]: the sandbox's answers to
#          thousands of requests beside moto's, where it is installed; ends with 1 if one fails
# What is missing they get (ECSTOOLS_INSTALL=0 forbids it): PowerShell and Pester from the package feed, into out/tools; on Debian as root
# also the packages they need, and the Docker engine, which they start.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off
# What a test leaves unset must not be looked for at an instance's metadata address.
export AWS_EC2_METADATA_DISABLED=true
# One compiler for all projects, whatever the environment says: its start is most of what a small project takes. Its name makes it this run's
# own, and it ends with the run.
export UseSharedCompilation=true SharedCompilationId=ecstools-$$
trap end_compiler EXIT
results=$PWD/out/TestResults tools=$PWD/out/tools
powershell_version=7.6.9

say() { printf '== %s\n' "$*"; }

end_compiler() {
  local sdk
  sdk=$(dotnet --info 2>/dev/null | sed -n 's/^ *Base Path: *//p') || return 0
  [ ! -f "${sdk}Roslyn/bincore/VBCSCompiler.dll" ] \
    || dotnet "${sdk}Roslyn/bincore/VBCSCompiler.dll" -shutdown "-pipename:$SharedCompilationId" >/dev/null 2>&1 || true
}

build() {
  command -v dotnet >/dev/null || { echo "The .NET SDK 10 is missing: https://dot.net" >&2; exit 1; }
  say "Building the module"
  dotnet build src/Module.proj --nologo -v quiet -clp:ErrorsOnly
}

# Debian packages, each with the command that shows it is there.
install_missing() {
  [ "${ECSTOOLS_INSTALL:-1}" != 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  local missing=() pair
  for pair in "$@"; do
    [ -e "${pair#*=}" ] || command -v "${pair#*=}" >/dev/null || missing+=("${pair%%=*}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing ${missing[*]}"
  apt-get update -qq || true
  local package
  for package in "${missing[@]}"; do
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package" >/dev/null || echo "$package cannot be installed here." >&2
  done
}

engine_answers() { docker version >/dev/null 2>&1; }

start_engine() {
  install_missing docker.io=dockerd
  engine_answers && return 0
  if command -v dockerd >/dev/null && [ "$(id -u)" = 0 ] && [ -z "${DOCKER_HOST:-}" ]; then
    say "Starting the Docker engine"
    rm -f /var/run/docker.pid
    # Apart from this process group and its streams: it goes on when this script has ended.
    setsid nohup dockerd >/var/log/ecstools-dockerd.log 2>&1 </dev/null &
    for _ in $(seq 60); do
      engine_answers && return 0
      sleep 1
    done
  fi
  echo "No Docker engine answers: what needs one is left out." >&2
}

# The machine's own PowerShell, or the .NET tool of that name.
find_powershell() {
  if ! command -v pwsh >/dev/null && [ "${ECSTOOLS_INSTALL:-1}" != 0 ] && [ ! -x "$tools/pwsh" ]; then
    say "Getting PowerShell $powershell_version"
    dotnet tool install PowerShell --version "$powershell_version" --tool-path "$tools" >/dev/null || true
  fi
  PATH=$PATH:$tools
  command -v pwsh >/dev/null
}

find_pester() {
  export PSModulePath=${PSModulePath:+$PSModulePath:}$tools/Modules
  have_pester && return 0
  [ "${ECSTOOLS_INSTALL:-1}" != 0 ] || return 1
  say "Getting Pester"
  dotnet build tests/Pester --nologo -v quiet -clp:ErrorsOnly && have_pester
}

have_pester() { pwsh -NoProfile -NonInteractive -Command 'exit [int](-not (Get-Module -ListAvailable Pester | Where-Object Version -ge "5.0.0"))'; }

# What runs programs of Windows.
windows_packages=(mono-runtime=mono mono-devel=/usr/lib/mono/4.5/Facades/netstandard.dll wine64=/usr/lib/wine/wine64 socat=socat)

# What the tests need and this machine lacks.
provide() {
  install_missing busybox-static=/bin/busybox skopeo=skopeo docker-registry=docker-registry tmux=tmux "${windows_packages[@]}"
  start_engine
  find_powershell && find_pester || true
}

# The same for those on Mono and under Wine.
provide_windows() {
  install_missing busybox-static=/bin/busybox "${windows_packages[@]}"
  start_engine
}

# Each suite writes "passed failed skipped" to a file of counts, and what it prints to a log beside it.
# A second argument is a part of the names of the classes to run.
run_xunit() {
  rm -f "$results/xunit.trx"
  local code=0 counters passed executed total failed built=true
  # Pester does without these, and has begun. One test of it waits for the file.
  dotnet build tests/EcsTools.Tests -c Release --nologo -v quiet -clp:ErrorsOnly || built=false
  touch "$results/xunit.built"
  if ! $built; then
    echo 0 1 0 >"$1"
    return
  fi
  dotnet test tests/EcsTools.Tests -c Release --no-build --nologo -v quiet --results-directory "$results" ${2:+--filter "FullyQualifiedName~$2"} \
    --logger "trx;LogFileName=xunit.trx" --logger "console;verbosity=minimal" --blame-hang --blame-hang-timeout 15m --blame-hang-dump-type none || code=$?
  counters=$(grep -o '<Counters [^>]*' "$results/xunit.trx" 2>/dev/null || true)
  field() { sed -E "s/.* $1=\"([0-9]+)\".*/\1/" <<<"$counters"; }
  if [ -z "$counters" ]; then
    # With a name that no class has, there is no file.
    [ $code = 0 ] && [ -n "${2:-}" ] && echo 0 0 0 >"$1" || echo 0 1 0 >"$1"
    return
  fi
  passed=$(field passed) executed=$(field executed) total=$(field total)
  # Tests can pass and the run still fail: a host that crashed, a test that hung.
  failed=$((executed - passed))
  [ $code = 0 ] || [ $failed -gt 0 ] || failed=1
  echo "$passed $failed $((total - executed))" >"$1"
}

run_pester() {
  pwsh -NoProfile -NonInteractive -File tests/Pester/Run.ps1 -ResultPath "$1" -Name "$2" || true
  [ -f "$1" ] || echo 0 1 0 >"$1"
}

# The build for Windows PowerShell on Mono, and the Windows build of PowerShell under Wine: both say what they skip, and write their own counts.
run_windows() {
  "tests/Windows/$1/run.sh" "$2" "${@:3}" || true
  [ -f "$2" ] || echo 0 1 0 >"$2"
}

# Names of the Pester files, in parts that take about as long: the examples of the help, those that compute, permissions, pipelines, walks, and the others.
pester_part() {
  local name names=()
  for name in $(cd tests/Pester && ls ./*.Tests.ps1 | sed -E 's|^\./(.*)\.Tests\.ps1$|\1|'); do
    case $name in
      Examples) [ "$1" = 1 ] || continue ;;
      Arguments|AsyncCommand|BadInput|Binding|Compare-*|Connection|Help|Leftovers|Module|Other*) [ "$1" = 2 ] || continue ;;
      Permissions) [ "$1" = 3 ] || continue ;;
      Automation|BadRecord|PipelineInput|Remedies|Topics) [ "$1" = 4 ] || continue ;;
      Build|Enter-*|Get-FargateApp|Monolith|Package|Publish-*|Walkthrough|Watch-*) [ "$1" = 5 ] || continue ;;
      *) [ "$1" = 6 ] || continue ;;
    esac
    names+=("$name")
  done
  (IFS=,; echo "${names[*]}")
}

# The suites mostly wait (for containers, for keys that spread, for clients to start), so they run side by side.
run_suites() {
  local suite running=()
  rm -f "$results"/*.counts "$results"/*.log "$results/xunit.built"
  export ECSTOOLS_TESTS_BUILT=$results/xunit.built
  say "Running the tests: xunit, Pester, Mono and Wine side by side"
  run_xunit "$results/xunit.counts" >"$results/xunit.log" 2>&1 &
  running+=($!)
  if find_powershell && find_pester; then
    for suite in 1 2 3 4 5 6; do
      run_pester "$results/pester$suite.counts" "$(pester_part $suite)" >"$results/pester$suite.log" 2>&1 &
      running+=($!)
    done
  else
    echo "pwsh or Pester 5 is missing: the Pester tests are skipped." >"$results/pester1.log"
    echo 0 0 "$(cat tests/Pester/*.Tests.ps1 | grep -cE '^\s*It\s' || true)" >"$results/pester1.counts"
  fi
  run_windows Mono "$results/mono.counts" >"$results/mono.log" 2>&1 &
  running+=($!)
  run_windows Wine "$results/wine.counts" smoke >"$results/wine.log" 2>&1 &
  running+=($!)
  # Not for every child: the Docker engine is one, if it was started here.
  wait "${running[@]}" || true
  count_suites xunit pester1 pester2 pester3 pester4 pester5 pester6 mono wine
}

# The two alone, with all that runs under Wine.
run_windows_suites() {
  rm -f "$results"/*.counts "$results"/*.log
  say "Running the tests on Mono and under Wine"
  run_windows Mono "$results/mono.counts" >"$results/mono.log" 2>&1
  run_windows Wine "$results/wine.counts" all >"$results/wine.log" 2>&1
  count_suites mono wine
}

# Tests by a part of the name of their class or file.
run_named() {
  local files
  rm -f "$results"/*.counts "$results"/*.log
  run_xunit "$results/xunit.counts" "$1" >"$results/xunit.log" 2>&1
  files=$(cd tests/Pester && find . -name "*.Tests.ps1" | sed -E 's|^\./(.*)\.Tests\.ps1$|\1|' | grep -iF -- "$1" | paste -sd, || true)
  if [ -n "$files" ] && find_powershell && find_pester; then
    run_pester "$results/pester.counts" "$files" >"$results/pester.log" 2>&1
  fi
  count_suites xunit pester
}

# What the suites printed, and the sum of their counts.
count_suites() {
  local suite counts passed=0 failed=0 skipped=0
  for suite in "$@"; do
    [ -f "$results/$suite.log" ] || continue
    say "$suite"
    cat "$results/$suite.log"
    # A suite that ended without counts has failed.
    counts=(0 1 0)
    # Programs of Windows end lines in their way, or not at all.
    [ ! -f "$results/$suite.counts" ] || read -r -a counts < <(tr -d '\r' <"$results/$suite.counts"; echo)
    passed=$((passed + counts[0])) failed=$((failed + counts[1])) skipped=$((skipped + counts[2]))
  done
  # Once more at the end, where they are found.
  if [ "$failed" != 0 ]; then
    say "Failed"
    sed 's/\x1b\[[0-9;]*m//g' "$results"/*.log | grep -E -A4 '^ *\[-\] |\[FAIL\]' | head -n 80 || true
  fi
  echo "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" = 0 ]
}

case "${1:-build}" in
  build)
    build
    ;;
  test)
    mkdir -p "$results"
    # Processes of tests are short: what the compiler of .NET measures to optimize later costs them a fifth of their time.
    export DOTNET_TieredPGO=0
    # Beside the build, which needs none of it.
    case ${2:-} in windows) provide_windows ;; *) provide ;; esac >"$results/provide.txt" 2>&1 &
    providing=$!
    build
    wait "$providing" || true
    cat "$results/provide.txt"
    case ${2:-} in
      '') run_suites ;;
      windows) run_windows_suites ;;
      *) run_named "$2" ;;
    esac
    ;;
  package)
    build
    find_powershell || { echo "The package is made with PowerShell: install pwsh 7.5 or later." >&2; exit 1; }
    pwsh -NoProfile -NonInteractive -File src/Package.ps1
    ;;
  demo)
    start_engine
    engine_answers || { echo "The walk builds and runs containers: install Docker, start it, and run this again." >&2; exit 1; }
    samples/prepare.sh
    build
    if find_powershell; then
      pwsh -NoProfile -File samples/quickstart.ps1
      exit
    fi
    echo "There is no pwsh here: the same walk in C#, over the module's own libraries (samples/QuickStart)."
    dotnet run --project samples/QuickStart -c Release -v quiet
    ;;
  docs)
    # Twice: the outputs are recorded with the module, and then become part of its help.
    build
    if find_powershell; then
      pwsh -NoProfile -NonInteractive -File tests/Pester/Examples/Record.ps1 docs/commands/output
      build
    else
      echo "There is no pwsh here: the outputs of the examples stay as they are." >&2
    fi
    rm -f docs/commands/*.md
    cp out/docs/commands/*.md docs/commands/
    cp out/docs/errors.md docs/errors.md
    cp out/docs/compose.md docs/compose.md
    ;;
  site)
    build
    dotnet src/EcsTools.HelpBuilder/bin/Release/net10.0/EcsTools.HelpBuilder.dll . out/site
    say "The site is in out/site; it begins at index.md"
    ;;
  bench)
    shift
    if [ "${1:-push}" = push ]; then
      install_missing skopeo=skopeo docker-registry=docker-registry podman=podman
      start_engine
    fi
    if [ "${1:-push}" = balance ]; then
      install_missing nginx-light=/usr/sbin/nginx wrk=wrk
    fi
    build
    find_powershell || true
    dotnet run --project tests/EcsTools.Benchmarks -c Release -v quiet -- "$@"
    ;;
  campaign)
    shift
    dotnet run --project tests/EcsTools.Campaigns -c Release -v quiet -- "$@"
    ;;
  *)
    sed -n '2,17s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
