#!/bin/sh
# Runs every command once on the real encoder and real reviews, as a person would, and checks that each ends well.
set -eu
cd "$(dirname "$0")/.."
bertft=${1:-$(swift build -c release --show-bin-path)/bertft}
folder=$(mktemp -d)
server=''
trap 'test -z "$server" || kill "$server" 2> /dev/null || true; rm -rf "$folder"' EXIT

run() {
  echo "\$ bertft $*"
  "$bertft" "$@" > "$folder/output" || { code=$?; cat "$folder/output"; echo "smoke: exit code $code" >&2; exit 1; }
  head -n 3 "$folder/output" | cut -c 1-160
}

run --version
run info
run models list
run corpora list
run models pull all-MiniLM-L6-v2 --quiet
run corpora pull amazon-reviews --quiet
# A corpus in an empty cache.
BERTFT_CACHE="$folder/cache" run corpora pull wikitext-2 --quiet
model=$("$bertft" models path all-MiniLM-L6-v2)
reviews=$("$bertft" corpora path amazon-reviews)
head -n 301 "$reviews" > "$folder/reviews.csv"

run inspect "$model"
run tokenize --text 'An unremarkable Café.' --offline
run tokenizer train "$folder/reviews.csv" --vocab-size 500 --out "$folder/vocabulary" --quiet
"$bertft" tokenize "$folder/reviews.csv" --model "$folder/vocabulary" > "$folder/golden.jsonl"
run tokenizer verify "$folder/vocabulary" "$folder/reviews.csv" "$folder/golden.jsonl"
run train "$folder/reviews.csv" --labels pos,neg,neu --method features --out "$folder/features" --offline --quiet
run train "$folder/reviews.csv" --labels pos,neg,neu --method finetune --epochs 1 --max-length 32 \
  --out "$folder/finetuned" --offline --quiet
run evaluate "$folder/finetuned" "$folder/reviews.csv" --json
run embed "$folder/reviews.csv" --out "$folder/reviews.npy" --carry text --offline --quiet
run search "$folder/reviews.npy" 'the battery does not last' -k 3
run embed "$folder/reviews.csv" --out - --format jsonl --offline --quiet
echo '$ bertft embed - --stream jsonl'
printf '{"id":1,"text":"Lovely."}\n\n' | "$bertft" embed - --stream jsonl --offline --quiet > "$folder/output"
[ "$(wc -l < "$folder/output")" = 2 ] && cut -c 1-160 "$folder/output" || exit 1
run distill --teacher paraphrase-MiniLM-L3-v2 "$folder/reviews.csv" --to static --out "$folder/static" --epochs 2 --quiet
run train "$folder/reviews.csv" --labels pos,neg,neu --method static --model "$folder/static" --out "$folder/static-bundle" --quiet
run embed "$folder/reviews.csv" --out "$folder/static.npy" --model "$folder/static" --quiet
run distill --teacher "$folder/finetuned" "$folder/reviews.csv" --layers 2 --prune-vocabulary --epochs 1 --max-length 16 \
  --out "$folder/student" --quiet
run predict "$folder/student" --text 'Lovely.'
run cluster "$folder/reviews.csv" -k 4 --offline --quiet
run dedupe "$folder/reviews.npy" --threshold 0.9 --quiet
run audit "$folder/reviews.csv" --out "$folder/audit" --offline --quiet
run embed "$folder/reviews.csv" --out "$folder/reviews.sqlite" --quantize int8 --offline --quiet
run embed "$folder/reviews.csv" --out "$folder/words.sqlite" --with-search words --offline --quiet
run embed "$folder/reviews.csv" --table reviews --with-search words --print-sql --offline --quiet
run embed "$folder/reviews.csv" --out "$folder/reviews.bulk" --index reviews --offline --quiet
run suggest "$folder/features" "$folder/reviews.csv" -n 5 --strategy hast --quiet
head -n 40 "$folder/reviews.csv" > "$folder/few.csv"
run tune "$folder/few.csv" --labels pos,neg,neu --methods features,finetune --trials 1 --epochs 1 --max-length 16 \
  --out "$folder/tuned" --offline --quiet
run evaluate "$folder/tuned/best" "$folder/reviews.csv" --json
run adapt "$folder/few.csv" --out "$folder/encoder" --epochs 1 --max-length 16 --validation 0.2 --offline --quiet
printf 'anchor,positive\nIs it loud?,It is silent.\nIs it heavy?,It weighs little.\nIs it dear?,It costs less.\n' > "$folder/pairs.csv"
run adapt "$folder/pairs.csv" --objective contrastive --out "$folder/vectors" --validation 0 --offline --quiet
run predict "$folder/features" --text 'Lovely.' --top 2
run predict "$folder/finetuned" "$folder/reviews.csv" --format csv
"$bertft" predict "$folder/finetuned" "$folder/reviews.csv" --quiet 2> "$folder/errors" | head -n 1 > /dev/null
if [ -s "$folder/errors" ]; then
  echo 'smoke: predict must print no error when its reader ends' >&2
  exit 1
fi
echo '$ bertft serve'
"$bertft" serve "$folder/finetuned" --port 0 --quiet > "$folder/address" &
server=$!
for _ in $(seq 600); do
  [ -s "$folder/address" ] && break
  sleep 0.1
done
cat "$folder/address"
kill -TERM "$server"
if ! wait "$server" || ! grep -q '^http://127.0.0.1:' "$folder/address"; then
  echo 'smoke: serve must print its address, and end with status 0 on SIGTERM' >&2
  exit 1
fi
server=''
echo 'smoke: every command ran'
