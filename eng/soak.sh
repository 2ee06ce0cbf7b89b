#!/usr/bin/env bash
# A day in miniature: tunnels under load, with new certificates and drains in between. Usage: eng/soak.sh [MINUTES]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build bench -c Release --nologo -v quiet >&2
exec artifacts/bin/Bench/release/ScopeMesh.Bench soak "${1:-10}"
