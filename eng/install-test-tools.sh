#!/usr/bin/env bash
# Installs the programs that tests talk to and that are not here yet: node and npm, Python's HTTP/2, curl, and shells whose completion is tried.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
command -v curl >/dev/null || missing+=(curl)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
command -v script >/dev/null || missing+=(bsdutils)
/usr/bin/python3 -c 'import hpack, hyperframe, h2' 2>/dev/null || missing+=(python3 python3-hpack python3-hyperframe python3-h2)
command -v zsh >/dev/null || missing+=(zsh)
command -v fish >/dev/null || missing+=(fish)
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing ${missing[*]}" >&2
  as_root=; [ "$(id -u)" = 0 ] || as_root=sudo
  $as_root apt-get update -qq >&2
  $as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
fi
for package in tests/interop/package.json tests/interop/*/package.json; do
  [ -f "$package" ] || continue
  (cd "$(dirname "$package")" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
done
