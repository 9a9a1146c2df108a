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

# Each part has its time: a quick machine gets further. Its last line says how many seeds it ran.
part() {
  local name=$1
  shift
  "$run" "$@" > "$log/$name" 2>&1
  local code=$?
  { echo "== $*"; cat "$log/$name"; } > "$log/$name.out"
  return $code
}

{ part regressions --regressions tests/CrmErp.Sdk.Simulation/regressions.txt && part two --seeds 2000 --seconds 90; } & left=$!
{ part fresh2 --seeds 1000 --start "$start" --seconds 40 && part fresh3 --seeds 500 --start "$start" --systems 3 --seconds 30 && part sqlite2 --seeds 200 --start "$start" --store sqlite --seconds 20 && part sqlite3 --seeds 100 --start "$start" --systems 3 --store sqlite --seconds 15; } & right=$!
wait $left || failed=1
wait $right || failed=1
cat "$log"/*.out
[ "$failed" -eq 0 ] && echo "simulation: no law was broken" || echo "simulation: a law was broken; run the seed with --trace"
exit $failed
