#!/usr/bin/env bash
# Installs the programs that tests talk to and that are not here yet: node and npm, curl, shells whose completion is tried, and
# dig, peers of HBONE: Go with its HTTP/2, Python with h2, nghttp2's tools, what makes networks of namespaces, iperf3, and
# Prometheus' checker of metrics. Builds the peer that is written in Go.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
command -v curl >/dev/null || missing+=(curl)
command -v node >/dev/null || missing+=(nodejs)
command -v npm >/dev/null || missing+=(npm)
command -v script >/dev/null || missing+=(bsdutils)
command -v zsh >/dev/null || missing+=(zsh)
command -v fish >/dev/null || missing+=(fish)
command -v openssl >/dev/null || missing+=(openssl)
command -v go >/dev/null || missing+=(golang-go)
[ -d /usr/share/gocode/src/golang.org/x/net/http2 ] || missing+=(golang-golang-x-net-dev)
/usr/bin/python3 -c 'import hpack, hyperframe, h2' 2>/dev/null || missing+=(python3 python3-hpack python3-hyperframe python3-h2)
command -v dig >/dev/null || missing+=(bind9-dnsutils)
command -v ip >/dev/null || missing+=(iproute2)
command -v nft >/dev/null || missing+=(nftables)
command -v sysctl >/dev/null || missing+=(procps)
command -v nsenter >/dev/null || missing+=(util-linux)
command -v nc >/dev/null || missing+=(netcat-openbsd)
command -v iperf3 >/dev/null || missing+=(iperf3)
command -v nghttp >/dev/null || missing+=(nghttp2-client)
command -v nghttpx >/dev/null || [ -x /usr/sbin/nghttpx ] || missing+=(nghttp2-proxy)
command -v promtool >/dev/null || missing+=(prometheus)
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

# What go.mod would say, Debian's packages do.
(cd tests/interop/go && GO111MODULE=off GOPATH=/usr/share/gocode go build -o ../../../artifacts/interop/hbone-peer-go .)
