#!/usr/bin/env bash
# Sends the frames of hostile peers to the HTTP/2 codec (tests/property/Tunnel/Fuzz) for SECONDS, from seed FIRST on, and says which seeds fail.
# Usage: eng/fuzz.sh [SECONDS [FIRST]]   (600 from 1 by default; builds first unless SCOPEMESH_FUZZ_PROGRAM names the tests)
set -uo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-600} first=${2:-1} chunk=1000
program=${SCOPEMESH_FUZZ_PROGRAM:-}
if [ -z "$program" ]; then
  dotnet build tests/property -c Release --nologo -v q || exit 1
  program=artifacts/bin/Property/release/ScopeMesh.Tests.Property
fi

failed=0 at=$first
while ((SECONDS < seconds)); do
  if out=$(SCOPEMESH_FUZZ_FIRST=$at SCOPEMESH_FUZZ_SEEDS=$chunk "$program" -noColor -noLogo -method '*FuzzLaws.A_hostile_script*' 2>&1); then
    echo "seeds $at to $((at + chunk - 1)) hold"
  else
    failed=1
    echo "$out"
  fi
  at=$((at + chunk))
done
echo "$((at - first)) seeds in $SECONDS s"
exit $failed
