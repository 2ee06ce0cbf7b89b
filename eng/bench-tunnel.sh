#!/usr/bin/env bash
# Measures tunnels beside those of the Rust relay, in rounds that take turns, and prints medians and ratios to it.
# Usage: eng/bench-tunnel.sh [PEERS [OUT.jsonl]]
#   PEERS  the folder of the peers, built: load tool, certificates, drivers, bench.sh (or the variable PEERS)
#   OUT    where each measurement goes, a line of JSON (artifacts/bench/tunnel.jsonl)
# Variables: REPS (5) rounds, SECS (5) and WARMUP (1) for each measurement, TESTS and BASE as bench.sh has them,
#   DRIVERS (rust rust-nopool scopemesh); rust-nopool is measured for double tunnels alone.
set -euo pipefail
cd "$(dirname "$0")/.."

peers=${1:-${PEERS:-}}
out=${2:-artifacts/bench/tunnel.jsonl}
[ -n "$peers" ] || { echo "usage: eng/bench-tunnel.sh PEERS [OUT.jsonl]" >&2; exit 2; }
[ -x "$peers/bench.sh" ] || { echo "\`$peers\` has no bench.sh; name the folder of the peers" >&2; exit 4; }
[ -x "$peers/load/load" ] || { echo "\`$peers/load/load\` is not there; build it with $peers/load/build.sh" >&2; exit 4; }
peers=$(cd "$peers" && pwd)
mkdir -p "$(dirname "$out")"
: > "$out"

dotnet build src/Hosts -c Release --nologo -v quiet >&2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export DRIVER_PATH=$folder
eng/tunnel-driver.sh > "$folder/scopemesh.sh"

# What ships is what is measured.
for name in $(compgen -e | grep -E '^(DOTNET|COMPlus)_' || true); do unset "$name"; done
for rep in $(seq 1 "${REPS:-5}"); do
  for driver in ${DRIVERS:-rust rust-nopool scopemesh}; do
    which=both
    [ "$driver" != rust-nopool ] || which=double
    echo "round $rep: $driver" >&2
    REP=$rep "$peers/bench.sh" "$driver" "$which" >> "$out"
  done
done

"$peers/summary.py" "$out"
python3 eng/tunnel-ratios.py "$out"
