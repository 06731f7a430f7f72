#!/bin/sh
# A list of trainings by GNU parallel, with drivers and jobs killed, must end with the bytes of one that nobody disturbed;
# then a search by Optuna of which a worker is killed.
#
# usage: Scripts/scale/jobs.sh BERTFT DATA MODEL PYTHON PLACE
set -eu
bertft=$1 data=$2 model=$3 python=$4 place=$5
command -v parallel > /dev/null || {
  echo 'scale: the list of jobs needs GNU parallel: apt-get install parallel' >&2
  exit 69
}
rm -rf "$place"
mkdir -p "$place"
head -301 "$data" > "$place/rows.csv"

# Nine jobs: simple models, frozen features, and fine-tuning that takes long enough to be killed.
for seed in 1 2 3; do
  printf '{"data":"%s","method":"tfidf","seed":%s,"out":"%s/OUT/tfidf%s"}\n' "$place/rows.csv" $seed "$place" $seed
  printf '{"data":"%s","method":"features","model":"%s","seed":%s,"out":"%s/OUT/features%s"}\n' \
    "$place/rows.csv" "$model" $seed "$place" $seed
  printf '{"data":"%s","method":"finetune","epochs":2,"max-length":48,"model":"%s","seed":%s,"out":"%s/OUT/finetune%s"}\n' \
    "$place/rows.csv" "$model" $seed "$place" $seed
done > "$place/jobs.txt"

run() {
  # A driver of its own session, so that killing it leaves its jobs alone, as the death of a machine's login does.
  exec setsid parallel --jobs 2 --retries 5 --delay 0.2 \
    "$bertft" train --job "$place/$1.jsonl" --index {} --folds 1 --threads 1 --offline --quiet --skip-finished --resume \
    ::: 0 1 2 3 4 5 6 7 8 > "$place/$1.log" 2>&1
}

for name in quiet killed; do
  mkdir "$place/$name"
  sed "s|/OUT/|/$name/|" "$place/jobs.txt" > "$place/$name.jsonl"
done
(run quiet)

# Two drivers at once over one list, killed one after the other, and every third job with them.
killed=0
for round in 1 2 3; do
  run killed & first=$!
  run killed & second=$!
  sleep 6
  for job in $(pgrep -f "^$bertft train --job $place/killed.jsonl" | awk 'NR % 3 == 1'); do
    if kill -9 "$job" 2> /dev/null; then killed=$((killed + 1)); fi
  done
  for driver in $first $second; do kill -9 "$driver" 2> /dev/null || true; done
  wait $first $second 2> /dev/null || true
  # The jobs that go on hold their places.
  while pgrep -f "^$bertft train --job $place/killed.jsonl" > /dev/null; do sleep 0.5; done
done
(run killed)
[ $killed -gt 0 ]

for job in tfidf1 tfidf2 tfidf3 features1 features2 features3 finetune1 finetune2 finetune3; do
  ls "$place/quiet/$job"/*.safetensors > /dev/null
  for file in "$place/quiet/$job"/*.safetensors "$place/quiet/$job/config.json"; do
    [ -e "$file" ] || continue
    cmp "$file" "$place/killed/$job/$(basename "$file")"
  done
  [ ! -e "$place/killed/$job.partial" ]
done
echo "scale: nine jobs, six drivers and $killed jobs killed, the same bytes"

PATH=$(dirname "$bertft"):$PATH
export PATH
worker="$python Examples/optuna/worker.py $place/study.journal $place/rows.csv"
options="--method finetune --model $model --max-length 32 --folds 1 --threads 1 --offline"
$worker 20 $options > "$place/worker1.log" 2>&1 & victim=$!
sleep 10
kill -9 $victim
wait $victim 2> /dev/null || true
$worker 2 $options & first=$!
$worker 2 $options & second=$!
wait $first
wait $second
"$python" - "$place/study.journal" <<'END'
import sys
import optuna
from optuna.storages import JournalStorage
from optuna.storages.journal import JournalFileBackend
study = optuna.load_study(storage=JournalStorage(JournalFileBackend(sys.argv[1])), study_name="bertft")
done = [t for t in study.trials if t.state in (optuna.trial.TrialState.COMPLETE, optuna.trial.TrialState.PRUNED)]
assert len(done) >= 4 and study.best_value > 0, study.trials
print(f"scale: {len(done)} trials of Optuna ended, one worker killed")
END
