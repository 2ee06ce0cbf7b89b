#!/usr/bin/env bash
# Installs what tests need, builds, runs every test project, and ends with `N passed, N failed, N skipped`.
# Usage: eng/test.sh [PROJECT...]   (property, unit, golden, integration, architecture; all by default)
set -uo pipefail
cd "$(dirname "$0")/.."

eng/install-test-tools.sh || exit 4
eng/build.sh Release || { echo "0 passed, 1 failed, 0 skipped"; exit 1; }

projects=("$@")
[ ${#projects[@]} -gt 0 ] || projects=(architecture unit property golden integration)
mkdir -p artifacts/test-results
passed=0 failed=0 skipped=0
for project in "${projects[@]}"; do
  name=${project^}
  out=artifacts/test-results/$project.txt
  report=artifacts/test-results/$project.xml
  rm -f "$report"
  echo "== $project"
  "artifacts/bin/$name/release/ScopeMesh.Tests.$name" -noColor -noLogo -xml "$report" >"$out" 2>&1
  code=$?
  [ $code -eq 0 ] || grep -vE '^ScopeMesh.Tests|^$' "$out" | tail -n 200
  # <assembly … total="9" passed="8" failed="1" skipped="0" … errors="0" …>
  line=$(grep -o '<assembly [^>]*>' "$report" 2>/dev/null | head -n 1)
  field() { sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<<"$line"; }
  p=$(field passed) f=$(field failed) s=$(field skipped) e=$(field errors)
  if [ -z "$p" ]; then
    echo "$project wrote no report (exit code $code)"
    f=1
  elif [ "$p" = 0 ] && [ "${f:-0}" = 0 ]; then
    echo "$project ran no test"
    f=1
  fi
  passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0} + ${e:-0})) skipped=$((skipped + ${s:-0}))
  echo "   ${p:-0} passed, $((${f:-0} + ${e:-0})) failed, ${s:-0} skipped"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
