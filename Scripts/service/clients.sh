#!/bin/sh
# Asks `bertft serve` with the clients that people use, and lets schemathesis hold it against /openapi.json:
# Scripts/service/clients.sh PROGRAM [EXAMPLES]
#
# PROGRAM is a built bertft, EXAMPLES how many requests schemathesis makes for each route. The clients are installed once, in
# the cache, by the versions of requirements.txt.
set -eu
program=$1
examples=${2:-200}
cd "$(dirname "$0")/../.."
cache=${BERTFT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bertft}
python=${BERTFT_PYTHON:-python3}
environment="$cache/clients-$(cksum < Scripts/service/requirements.txt | tr -d ' ')"
if [ -n "${BERTFT_CLIENTS:-}" ]; then
  environment=$BERTFT_CLIENTS
elif [ ! -e "$environment/ready" ]; then
  rm -rf "$environment"
  "$python" -m venv "$environment"
  "$environment/bin/pip" install --quiet --no-cache-dir -r Scripts/service/requirements.txt
  touch "$environment/ready"
fi
folder=$(mktemp -d)
trap 'kill $servers 2> /dev/null || true; rm -rf "$folder"' EXIT
servers=

# Starts a service and waits for its address, which is then in $url.
start() {
  "$program" serve "$@" --port 0 --quiet > "$folder/address" &
  servers="$servers $!"
  for _ in $(seq 600); do
    [ -s "$folder/address" ] && break
    sleep 0.1
  done
  url=$(cat "$folder/address")
  : > "$folder/address"
}

# A classifier that learns in a second; clients ask for shapes, not for truth.
awk 'BEGIN { print "text,label"; for (i = 0; i < 80; i++) print (i % 2 ? "a lovely screen" : "a poor battery") " " i "," (i % 2 ? "pos" : "neg") }' \
  > "$folder/data.csv"
"$program" train "$folder/data.csv" --method tfidf --out "$folder/classifier" --quiet > /dev/null
start "$folder/classifier"
classifier=$url
start all-MiniLM-L6-v2
encoder=$url
# litellm would fetch a table of prices.
export LITELLM_LOCAL_MODEL_COST_MAP=True HF_HUB_DISABLE_TELEMETRY=1
"$environment/bin/python" -W ignore Scripts/service/clients.py "$classifier" "$encoder"
for service in "$classifier" "$encoder"; do
  "$environment/bin/schemathesis" run "$service/openapi.json" --max-examples "$examples" --seed 42 --no-color
done
