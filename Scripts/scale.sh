#!/bin/sh
# Runs the examples of Documentation/Scale.md with other programs, which the tests do not cover, and kills processes in
# the middle: Spark, MPI, GNU parallel, Optuna. Packages are installed into a virtual environment, which is kept for the
# next time.
set -eu
cd "$(dirname "$0")/.."
bertft=${BERTFT:-$(swift build -c release --show-bin-path)/bertft}
place=$PWD/.build-scale
python=$place/environment/bin/python

command -v java > /dev/null || {
  echo 'scale: Spark needs Java 17: apt-get install openjdk-17-jre-headless' >&2
  exit 69
}
if [ ! -x "$python" ]; then
  python3 -m venv "$place/environment"
  "$python" -m pip install --quiet pyspark==4.3.0 pyarrow==26.0.1 pandas==3.1.1
fi

echo '== Spark: a child, a worker and an executor killed'
reviews=$("$bertft" corpora path amazon-reviews)
"$python" Scripts/scale/spark.py "$bertft" "$reviews" "$("$bertft" models path all-MiniLM-L6-v2)" "$place/spark"

if [ "$(id -u)" = 0 ] && command -v mpirun > /dev/null && command -v ip > /dev/null && command -v tc > /dev/null; then
  echo '== Ranks on two machines with a slow link, which is cut'
  BERTFT=$bertft Scripts/scale/ranks.sh
else
  echo 'scale: ranks on two machines are not run: they need root, iproute2 and openmpi-bin'
fi

echo '== Jobs: drivers and jobs killed, and a worker of Optuna'
"$python" -m pip install --quiet optuna==5.0.0
Scripts/scale/jobs.sh "$bertft" "$reviews" "$("$bertft" models path paraphrase-MiniLM-L3-v2)" "$python" "$place/jobs"
echo 'scale: all of it held'
