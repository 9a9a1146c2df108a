#!/usr/bin/env bash
# Installs what the tests need where it may, runs all tests, and ends with a line "N passed, N failed".
#   bash tests/run.sh [--no-build] [NAME ...]     NAME: only test projects whose name contains it
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

build=yes
names=()
for argument in "$@"; do
  case "$argument" in
    --no-build) build=no ;;
    *) names+=("$argument") ;;
  esac
done

if command -v npm >/dev/null 2>&1; then
  if [ ! -d tests/clients/node_modules ]; then
    echo "== npm clients"
    (cd tests/clients && npm ci --no-audit --no-fund --silent) || echo "The npm clients could not be installed: the tests that drive the simulators with them are skipped (or fail where servers are required)."
  fi
else
  echo "npm is missing: the tests that drive the simulators with independent clients are skipped (or fail where servers are required). Install Node.js 20 or newer to run them."
fi

if [ "$build" = yes ]; then
  echo "== build"
  dotnet build CrmErp.Sdk.sln -c Release -v quiet --nologo || exit 1
fi

passed=0
failed=0
skipped=0
broken=0
for project in tests/*.Tests/*.Tests.csproj; do
  name=$(basename "$project" .csproj)
  if [ ${#names[@]} -gt 0 ]; then
    wanted=no
    for part in "${names[@]}"; do case "$name" in *"$part"*) wanted=yes ;; esac; done
    [ "$wanted" = yes ] || continue
  fi

  echo "== $name"
  output=$("tests/$name/bin/Release/net10.0/$name" --progress off --no-ansi 2>&1)
  code=$?
  p=$(sed -n 's/^ *succeeded: *\([0-9]*\).*/\1/p' <<<"$output" | tail -1)
  f=$(sed -n 's/^ *failed: *\([0-9]*\).*/\1/p' <<<"$output" | tail -1)
  s=$(sed -n 's/^ *skipped: *\([0-9]*\).*/\1/p' <<<"$output" | tail -1)
  if [ -z "$p" ] || [ "$code" -ne 0 ]; then
    printf '%s\n' "$output" | tail -n 120
  else
    printf '%s\n' "$output" | grep -E '^skipped ' || true
    echo "$p passed, ${f:-0} failed, ${s:-0} skipped"
  fi

  [ -z "$p" ] && broken=1 && f=$(( ${f:-0} + 1 ))
  passed=$(( passed + ${p:-0} ))
  failed=$(( failed + ${f:-0} ))
  skipped=$(( skipped + ${s:-0} ))
done

if [ ${#names[@]} -eq 0 ] && [ -x tests/simulate.sh ]; then
  echo "== simulation"
  if bash tests/simulate.sh; then passed=$(( passed + 1 )); else failed=$(( failed + 1 )); fi
fi

if [ ${#names[@]} -eq 0 ] || [[ " ${names[*]} " == *" Aot "* ]]; then
  echo "== native program"
  if bash tests/aot.sh; then passed=$(( passed + 1 )); else failed=$(( failed + 1 )); fi
fi

[ "$skipped" -gt 0 ] && echo "$skipped skipped"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$broken" -eq 0 ]
