#!/usr/bin/env bash
# The laws in about two minutes on two cores: kept regression seeds, a fixed set, and a fresh random set whose start is printed.
#   bash tests/simulate.sh [START]     START: the first seed of the fresh set, to run one again
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
run="tests/CrmErp.Sdk.Simulation/bin/Release/net10.0/CrmErp.Sdk.Simulation"
if [ ! -x "$run" ]; then
  dotnet build tests/CrmErp.Sdk.Simulation -c Release -v quiet --nologo || exit 1
fi

start=${1:-$(( (RANDOM << 30 | RANDOM << 15 | RANDOM) + 1000000 ))}
echo "fresh seeds start at $start (bash tests/simulate.sh $start runs them again)"
log=$(mktemp -d)
trap 'rm -rf "$log"' EXIT
failed=0

# Seconds are a bound for slow machines: what was not reached in time is not counted as run.
part() {
  local name=$1
  shift
  "$run" "$@" --seconds 100 > "$log/$name" 2>&1
  local code=$?
  { echo "== $*"; cat "$log/$name"; } > "$log/$name.out"
  return $code
}

{ part regressions --regressions tests/CrmErp.Sdk.Simulation/regressions.txt && part two --seeds 700; } & left=$!
{ part fresh2 --seeds 300 --start "$start" && part fresh3 --seeds 150 --start "$start" --systems 3 && part sqlite2 --seeds 60 --start "$start" --store sqlite && part sqlite3 --seeds 30 --start "$start" --systems 3 --store sqlite; } & right=$!
wait $left || failed=1
wait $right || failed=1
cat "$log"/*.out
[ "$failed" -eq 0 ] && echo "simulation: no law was broken" || echo "simulation: a law was broken; run the seed with --trace"
exit $failed
