#!/bin/sh
# Trains on two machines that are network namespaces of this one, joined by a link of limited speed: says what a step takes and what
# travels, and that the bytes are those of one process; then cuts the link in mid-run.
#
#   Scripts/scale/ranks.sh [RATE …]     as tc has them; default: 1gbit 10gbit
#
# As root, with iproute2 and Open MPI. BERTFT names the program, DATA a labelled file, ROWS how many of its rows are learnt from.
set -eu
cd "$(dirname "$0")/../.."
program=${BERTFT:-$(swift build -c release --show-bin-path)/bertft}
folder=$(mktemp -d)
clear() {
  ip netns del bertft-a 2> /dev/null || true
  ip netns del bertft-b 2> /dev/null || true
}
trap 'clear; rm -rf "$folder"' EXIT
data=${DATA:-$("$program" corpora path amazon-reviews)}
"$program" models pull all-MiniLM-L6-v2 --quiet > /dev/null
[ -d "$data" ] && data=$(find -L "$data" -name '*.csv' -o -name '*.tsv' -o -name '*.jsonl' | head -n 1)
head -n "$((${ROWS:-512} + 1))" "$data" > "$folder/rows.${data##*.}"

lay() { # rate
  clear
  for side in a b; do ip netns add "bertft-$side"; done
  ip link add bertft-a type veth peer name bertft-b
  number=1
  for side in a b; do
    ip link set "bertft-$side" netns "bertft-$side"
    ip netns exec "bertft-$side" ip addr add "10.77.0.$number/24" dev "bertft-$side"
    ip netns exec "bertft-$side" ip link set "bertft-$side" up
    ip netns exec "bertft-$side" ip link set lo up
    ip netns exec "bertft-$side" tc qdisc add dev "bertft-$side" root tbf rate "$1" burst 1mb latency 50ms
    number=2
  done
}

# What the launcher starts the other machine's daemon with: a host, then a command. The names of the two must differ.
cat > "$folder/agent" << 'AGENT'
#!/bin/sh
shift
exec ip netns exec bertft-b unshare -u sh -c "hostname bertft-b; $*"
AGENT
chmod +x "$folder/agent"
printf '10.77.0.1 slots=1\n10.77.0.2 slots=1\n' > "$folder/hosts"

train() { # name, arguments …
  name=$1
  shift
  "$@" "$program" train "$folder/rows.${data##*.}" --method finetune --epochs 1 --threads 1 --validation 0.1 --quiet --offline \
    --out "$folder/$name" --step-timeout 10 $more
}

together() {
  OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 ip netns exec bertft-a mpirun --hostfile "$folder/hosts" \
    --map-by ppr:1:node --bind-to none --mca pml ob1 --mca btl self,tcp --mca btl_tcp_if_include 10.77.0.0/24 \
    --mca oob_tcp_if_include 10.77.0.0/24 --mca plm_rsh_agent "$folder/agent" "$@"
}

seconds() { sed -n 's/.*"seconds" *: *\([0-9.]*\).*/\1/p' "$folder/$1/metrics.jsonl" | tail -n 1; }
sent() { ip netns exec bertft-a cat /sys/class/net/bertft-a/statistics/tx_bytes; }

more=''
train whole > /dev/null
echo "one process, --parts 1: $(seconds whole) s an epoch"
more='--parts 8'
train parts > /dev/null
echo "one process, --parts 8: $(seconds parts) s an epoch"
[ $# -gt 0 ] || set -- 1gbit 10gbit
for rate in "$@"; do
  lay "$rate"
  train "two-$rate" together > /dev/null
  cmp "$folder/two-$rate/model.safetensors" "$folder/parts/model.safetensors"
  echo "two ranks, $rate: $(seconds "two-$rate") s an epoch, $(($(sent) / 1000000)) MB sent by one, the same bytes"
done

# The link is cut.
train cut together > "$folder/log" 2>&1 &
sleep "${CUT:-8}"
ip netns exec bertft-a ip link set bertft-a down
status=0
wait $! || status=$?
echo "link cut: exit code $status"
[ "$status" = 75 ] || { cat "$folder/log"; exit 1; }
