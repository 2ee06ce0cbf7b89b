#!/usr/bin/env bash
# Measures, and prints medians and ratios. Usage: eng/bench.sh [scope|policy|routes|mesh|tables|answers] [--format json]
# `eng/bench.sh ifs` writes again what bench compares with as written by hand.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench -c Release --nologo -v quiet >&2
bench=artifacts/bin/Bench/release/ScopeMesh.Bench
if [ "${1:-}" = ifs ]; then
  written=$("$bench" ifs)
  printf '%s\n' "$written" > bench/Scope/HandWritten.cs
else
  exec "$bench" "$@"
fi
