#!/usr/bin/env bash
# Simulates whole meshes (tests/property/Simulation), SEEDS of them from seed FIRST on, and says which seeds fail.
# Usage: eng/simulate.sh [SEEDS [FIRST]]   (10000 from 1 by default; builds first unless SCOPEMESH_SIM_PROGRAM names the tests)
set -uo pipefail
cd "$(dirname "$0")/.."

seeds=${1:-10000} first=${2:-1} chunk=250
program=${SCOPEMESH_SIM_PROGRAM:-}
if [ -z "$program" ]; then
  dotnet build tests/property -c Release --nologo -v q || exit 1
  program=artifacts/bin/Property/release/ScopeMesh.Tests.Property
fi

failed=0
for ((at = first; at < first + seeds; at += chunk)); do
  count=$((first + seeds - at < chunk ? first + seeds - at : chunk))
  if out=$(SCOPEMESH_SIM_FIRST=$at SCOPEMESH_SIM_SEEDS=$count "$program" -noColor -noLogo -method '*SimulationLaws.At_every_step*' 2>&1); then
    echo "seeds $at to $((at + count - 1)) hold"
  else
    failed=1
    echo "$out"
  fi
done
exit $failed
