#!/usr/bin/env bash
# Prints how the peers' scripts start the roles of `scopemesh hbone`: a driver, for a folder that DRIVER_PATH names.
set -euo pipefail
executable=$(cd "$(dirname "$0")/.." && pwd)/artifacts/bin/Hosts/release/scopemesh
[ -x "$executable" ] || { echo "\`$executable\` is not there; build it with eng/build.sh" >&2; exit 4; }
cat <<DRIVER
_sm="$executable hbone"
_id() { echo --cert "\$CERTS/\$1.pem" --key "\$CERTS/\$1.key" --ca "\$CERTS/ca.pem" \$QUIET; }
start_server()  { \$_sm server  --listen "\$1" \$(_id server) --dial-authority & DRV_PID=\$!; }
start_gateway() { \$_sm gateway --listen "\$1" \$(_id gateway) --to "\$2" & DRV_PID=\$!; }
start_client()  { \$_sm client  --listen "\$1" \$(_id client) --via "\$2" --authority "\$3" \${4:+--inner-authority "\$4"} & DRV_PID=\$!; }
DRIVER
