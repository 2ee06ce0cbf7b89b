#!/usr/bin/env bash
# Measures the whole path of a node proxy (capture, decisions, tunnels, DNS) beside bare relays of the same make, in network
# namespaces that it makes and takes down: two pods of one cluster, one of another, and a gateway. Needs root. Where the peers'
# relays in Rust are built, they run on the same links too.
# Usage: eng/bench-path.sh [PEERS [OUT.jsonl]]
#   PEERS  the folder of the peers, built: load tool and certificates (or the variable PEERS)
#   OUT    where each measurement goes, a line of JSON (artifacts/bench/path.jsonl)
# Variables: REPS (15) rounds, SECS (0.8) and WARMUP (0.2) for each measurement, TESTS ("thr:8 rr:16 crr:1 crr:16"), PARTS (1), by
#   which it is also measured what parts of the path take (0: not), and CAPTURE, options of `node redirect apply`, such as
#   "--outbound route".
set -euo pipefail
cd "$(dirname "$0")/.."

peers=${1:-${PEERS:-}}
out=${2:-artifacts/bench/path.jsonl}
[ -n "$peers" ] || { echo "usage: eng/bench-path.sh PEERS [OUT.jsonl]" >&2; exit 2; }
[ -x "$peers/load/load" ] || { echo "\`$peers/load/load\` is not there; build it with $peers/load/build.sh" >&2; exit 4; }
[ "$(id -u)" = 0 ] || { echo "network namespaces need root" >&2; exit 4; }
peers=$(cd "$peers" && pwd)
mkdir -p "$(dirname "$out")"
: > "$out"
out=$(cd "$(dirname "$out")" && pwd)/$(basename "$out")
tests=${TESTS:-"thr:8 rr:16 crr:1 crr:16"}
parts=${PARTS:-1}

dotnet build src/Hosts -c Release --nologo -v quiet >&2
scopemesh=$PWD/artifacts/bin/Hosts/release/scopemesh
dns_probe=$PWD/eng/dns-probe.py
for name in $(compgen -e | grep -E '^(DOTNET|COMPlus)_' || true); do unset "$name"; done
# shellcheck disable=SC1091
certs=$(. "$peers/drivers/lib.sh" && echo "$CERTS")

folder=$(mktemp -d)
net=smb$$
pids=()
cleanup() {
  for pid in ${pids[@]+"${pids[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  for ns in client near plain far bare captured bare-near bare-far gateway fabric; do ip netns delete "$net-$ns" 2>/dev/null || true; done
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"

# --- the network: every namespace has one device, on one link
ip netns add "$net-fabric"
ip -n "$net-fabric" link add name bridge0 type bridge
ip -n "$net-fabric" link set bridge0 up
host() { # NAME ADDRESS
  ip netns add "$net-$1"
  ip -n "$net-$1" link add eth0 type veth peer name "$1" netns "$net-fabric"
  ip -n "$net-fabric" link set "$1" master bridge0 up
  ip -n "$net-$1" addr add "$2/8" dev eth0
  ip -n "$net-$1" link set lo up
  ip -n "$net-$1" link set eth0 up
  ip -n "$net-$1" route add default dev eth0
  # A caller that keeps its address has 28,000 ports for each pod and port, and each is kept for a minute after its end. More
  # connections than that are no load of this bench: as on busy hosts, ended ones are used again (tcp(7)).
  ip netns exec "$net-$1" sysctl -q -w net.ipv4.tcp_tw_reuse=1
}
host client 10.1.0.10
host near 10.1.0.20
host plain 10.1.0.30
host far 10.2.0.20
host gateway 10.9.0.2
# Where nothing is captured.
host bare 10.1.0.110
host bare-near 10.1.0.120
host bare-far 10.2.0.120
# Where what a bare relay's callers connect to is captured.
host captured 10.1.0.111
inside() { local where=$1; shift; ip netns exec "$net-$where" "$@"; }
# Starts a program and keeps its id in `started`; its words go to a file.
start() { local where=$1 log=$2; shift 2; ip netns exec "$net-$where" "$@" > "$folder/$log.log" 2>&1 & started=$!; pids+=("$started"); }
until_() { # WHAT COMMAND...
  local what=$1; shift
  for _ in $(seq 1 300); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done
  echo "$what did not come about:" >&2; tail -n 5 "$folder"/*.log >&2; exit 1
}
listening() { inside "$1" ss -Hltn "sport = :$2" | grep -q .; }

# --- the mesh
cluster() { # NAME NETWORK, then manifests from standard input
  mkdir -p "mesh/clusters/$1"
  { cat <<YAML
apiVersion: v1
kind: Namespace
metadata: { name: istio-system, labels: { topology.istio.io/network: network-$1 } }
---
apiVersion: v1
kind: Namespace
metadata: { name: sample, labels: { istio.io/dataplane-mode: ambient } }
---
$(service near 10.96.0.1)
---
$(service far 10.96.0.2)
---
$(service plain 10.96.0.3)
YAML
  cat; } > "mesh/clusters/$1/all.yaml"
}
service() { cat <<YAML
apiVersion: v1
kind: Service
metadata: { name: $1, namespace: sample, labels: { istio.io/global: "true" } }
spec: { clusterIPs: [$2], selector: { app: $1 }, ports: [ { name: tcp, port: 5000 } ] }
YAML
}
pod() { # NAME ADDRESS NODE
  cat <<YAML
---
apiVersion: v1
kind: Node
metadata: { name: $3 }
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: $1, namespace: sample }
---
apiVersion: v1
kind: Pod
metadata: { name: $1, namespace: sample, labels: { app: $1, istio.io/dataplane-mode: ambient } }
spec: { nodeName: $3, serviceAccountName: $1, containers: [ { name: it, image: "example.test/it:1" } ] }
status: { phase: Running, podIPs: [ { ip: $2 } ], conditions: [ { type: Ready, status: "True" } ] }
YAML
}
gateway() { cat <<YAML
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: eastwest, namespace: istio-system, labels: { topology.istio.io/network: network-$1 } }
spec:
  gatewayClassName: istio-east-west
  addresses: [ { type: IPAddress, value: 10.9.0.2 } ]
  listeners:
  - { name: mesh, port: 15008, protocol: HBONE, tls: { mode: Terminate, options: { gateway.istio.io/tls-terminate-mode: ISTIO_MUTUAL } } }
YAML
}
{ pod client 10.1.0.10 east-0; pod near 10.1.0.20 east-1; pod plain 10.1.0.30 east-2; } | cluster east
{ pod far 10.2.0.20 west-0; gateway west; } | cluster west
"$scopemesh" bootstrap mesh --out boot >&2

control() { start gateway "control-$1" "$scopemesh" control --mesh mesh --cluster "$1" --ca "boot/$1/ca" --tokens "boot/$1/tokens.json" --listen "10.9.0.2:$2" --admin "127.0.0.1:$3"; }
control east 15012 15014
control west 15013 15016
until_ "the control planes" listening gateway 15013
node() { # WHERE CLUSTER NODE PORT FLAGS...
  local where=$1 cluster=$2 node=$3 port=$4; shift 4
  start "$where" "node-$where" "$scopemesh" node --cluster "$cluster" --node "$node" --control "10.9.0.2:$port" --roots boot/root-cert.pem \
    --token "boot/$cluster/node-$node.token" --pod "sample/$where/$where" "$@"
}
capture() { inside "$1" "$scopemesh" node redirect apply ${CAPTURE:-}; }
serve() { start "$1" "serve-$1" "$peers/load/load" serve --listen "$2"; }
serve near 10.1.0.20:5000
serve plain 10.1.0.30:5000
serve far 10.2.0.20:5000
serve bare-near 127.0.0.1:5001
serve bare-far 127.0.0.1:5001
node client east east-0 15012; client=$started
node near east east-1 15012; near=$started
node far west west-0 15013; far=$started
capture client; capture near; capture far
# Nothing is captured where it is called, and no address is borrowed.
node plain east east-2 15012 --caller-address hidden; plain=$started
start gateway eastwest "$scopemesh" gateway --cluster west --network network-west --name istio-system/eastwest --listen 10.9.0.2:15008 \
  --control 10.9.0.2:15013 --roots boot/root-cert.pem --token boot/west/gateway-eastwest.token --admin 127.0.0.1:15010
eastwest=$started
for where in client near plain far; do until_ "node proxy of $where" inside "$where" curl -sf http://127.0.0.1:15000/healthz/ready; done

# --- bare relays on the same links: of the same make, and in Rust with the settings of the peers' own comparison
declare -A relay_pids
relay() { # MAKE WHERE NAME VERB ARGUMENTS...; takes the program from the array `program`
  local make=$1 where=$2 name=$3 verb=$4; shift 4
  start "$where" "$make-$where-$verb-${2//[^0-9]/}" "${program[@]}" "$verb" --cert "$certs/$name.pem" --key "$certs/$name.key" --ca "$certs/ca.pem" --quiet "$@"
}
relays() { # MAKE PORT PROGRAM...: their ids are then in `relay_pids`, as `measure` wants them
  local make=$1 port=$2 near_id far_id gateway_id; shift 2
  local program=("$@")
  relay "$make" bare-near server server --listen "10.1.0.120:$port" --dial-authority; near_id=$started
  relay "$make" bare-far server server --listen "10.2.0.120:$port" --dial-authority; far_id=$started
  relay "$make" gateway gateway gateway --listen "10.9.0.2:$port" --to "10.2.0.120:$port"; gateway_id=$started
  relay "$make" bare client client --listen "127.0.0.1:$((port + 1))" --via "10.1.0.120:$port" --authority 127.0.0.1:5001
  relay_pids[$make/single]="client=$started,server=$near_id"
  relay "$make" bare client client --listen "127.0.0.1:$((port + 2))" --via "10.9.0.2:$port" \
    --authority far.sample.svc.cluster.local:5000 --inner-authority 127.0.0.1:5001
  relay_pids[$make/double]="client=$started,gateway=$gateway_id,server=$far_id"
  until_ "the relays of $make" listening bare $((port + 2))
}
relays bare 16000 "$scopemesh" hbone
rust=$peers/rust/target/release/hbonepeer-rs
if [ -x "$rust" ]; then
  relays rust 17000 env MALLOC_TRIM_THRESHOLD_=268435456 MALLOC_MMAP_THRESHOLD_=33554432 "$rust"
fi

# The bare relay once more, whose callers' connections are captured as at a node proxy: what capture alone takes at that end. It takes only
# what is redirected.
program=("$scopemesh" hbone)
relay captured bare-near server server --listen 10.1.0.120:18000 --dial-authority; relay_pids[captured]=server=$started
relay captured captured client client --listen 0.0.0.0:15001 --via 10.1.0.120:18000 --authority 127.0.0.1:5001; relay_pids[captured]+=,client=$started
capture captured
# Its own packets have no mark.
inside captured nft insert rule inet scopemesh redirect-out ip daddr 10.1.0.120 accept
ip -n "$net-captured" rule add to 10.1.0.120 pref 32000 lookup main
until_ "the captured relay" listening captured 15001

measure() { # PATH TUNNEL TEST WHERE ADDRESS PIDS
  local mode=${3%%:*}; [ "$mode" != thr ] || mode=throughput
  inside "$4" "$peers/load/load" "$mode" --to "$5" --conns "${3##*:}" --secs "$seconds" --warmup "${WARMUP:-0.2}" --size 64 \
    --pids "$6" --label "$1/$2/$3/$rep" >> "$out" || echo "{\"label\":\"$1/$2/$3/$rep\",\"failed\":true}" >> "$out"
  sleep 0.05
}
measure_parts() { # TEST; beside what is measured of single tunnels
  [ -n "${CAPTURE:-}" ] || measure caller-captured single "$1" captured 10.96.0.1:5000 "${relay_pids[captured]}"
  measure callee-not-captured single "$1" client 10.96.0.3:5000 "client=$client,server=$plain"
  access_log off
  measure no-access-log single "$1" client 10.96.0.1:5000 "client=$client,server=$near"
  access_log info
}
access_log() { # LEVEL
  local where
  for where in client near; do inside "$where" curl -sf -X POST "http://127.0.0.1:15000/logging?level=access=$1" >/dev/null; done
}
# What is measured is what has been compiled: the first rounds, which are not kept, are for the runtime. A shared machine is faster and
# slower by the second, so that what is compared is measured right after one another, in short turns and many rounds.
for rep in warm-up-1 warm-up-2 $(seq 1 "${REPS:-15}"); do
  echo "round $rep" >&2
  seconds=${SECS:-0.8}
  [[ $rep != warm-up* ]] || seconds=3
  for t in $tests; do
    measure bare single "$t" bare 127.0.0.1:16001 "${relay_pids[bare/single]}"
    measure mesh single "$t" client 10.96.0.1:5000 "client=$client,server=$near"
    [ ! -x "$rust" ] || measure rust single "$t" bare 127.0.0.1:17001 "${relay_pids[rust/single]}"
    [[ $parts != 1 || $t != crr:* ]] || measure_parts "$t"
    measure bare double "$t" bare 127.0.0.1:16002 "${relay_pids[bare/double]}"
    measure mesh double "$t" client 10.96.0.2:5000 "client=$client,gateway=$eastwest,server=$far"
    [ ! -x "$rust" ] || measure rust double "$t" bare 127.0.0.1:17002 "${relay_pids[rust/double]}"
  done
done
sed -i '/warm-up/d' "$out"

"$peers/summary.py" "$out"
python3 "$OLDPWD/eng/tunnel-ratios.py" "$out" bare
[ ! -x "$rust" ] || python3 "$OLDPWD/eng/tunnel-ratios.py" "$out" rust
inside client python3 "$dns_probe" near.sample.svc.cluster.local 10.96.0.1
