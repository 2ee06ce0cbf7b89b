#!/usr/bin/env bash
# Builds everything. Usage: eng/build.sh [Release|Debug]
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build ScopeMesh.sln -c "${1:-Release}" --nologo -v quiet
