#!/usr/bin/env bash
# Publishes samples/AotHost as a native program (every warning is an error) and runs it: it syncs to zero writes.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

if ! command -v clang >/dev/null 2>&1 && ! command -v gcc >/dev/null 2>&1; then
  echo "Native programs need clang or gcc to be linked; there is neither, so this step is skipped."
  [ "${CRMERP_REQUIRE_SERVERS:-}" = 1 ] && exit 1
  exit 0
fi

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
dotnet publish samples/AotHost -c Release -o "$folder" -v quiet --nologo
"$folder/AotHost"
