#!/usr/bin/env bash
# The laws in about two minutes on two cores: kept regression seeds and a fixed set, both stores, two and three systems.
#   bash tests/simulate.sh --fresh [START]     a fresh random set instead, whose first seed is printed; START runs one again
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
run="tests/CrmErp.Sdk.Simulation/bin/Release/net10.0/CrmErp.Sdk.Simulation"
if [ ! -x "$run" ]; then
  dotnet build tests/CrmErp.Sdk.Simulation -c Release -v quiet --nologo || exit 1
fi

log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
failed=0

# Each part has its time: a quick machine gets further. Its last line says how many seeds it ran.
part() {
  local name=$1
  shift
  "$run" "$@" > "$log/$name" 2>&1
  local code=$?
  { echo "== $*"; cat "$log/$name"; } > "$log/$name.out"
  return $code
}

sim=tests/CrmErp.Sdk.Simulation
if [ "${1:-}" = --fresh ]; then
  start=${2:-$(( (RANDOM << 30 | RANDOM << 15 | RANDOM) + 1000000 ))}
  echo "fresh seeds start at $start (bash tests/simulate.sh --fresh $start runs them again)"
  { part fresh2 --seeds 1000 --start "$start" --seconds 110; } & left=$!
  { part fresh3 --seeds 500 --start "$start" --systems 3 --seconds 70 && part sqlite2 --seeds 200 --start "$start" --store sqlite --seconds 20 && part sqlite3 --seeds 100 --start "$start" --systems 3 --store sqlite --seconds 20; } & right=$!
else
  { part regressions --regressions "$sim/regressions.txt" && part two --seeds 1200 --seconds 90; } & left=$!
  { part three --start 23 --seeds 178 --systems 3 --seconds 60 && part sqlite2 --seeds 40 --store sqlite --seconds 25 && part sqlite3 --start 23 --seeds 20 --systems 3 --store sqlite --seconds 20; } & right=$!
fi
wait $left || failed=1
wait $right || failed=1
cat "$log"/*.out
[ "$failed" -eq 0 ] && echo "simulation: no law was broken" || echo "simulation: a law was broken; run the seed with --trace"
exit $failed
