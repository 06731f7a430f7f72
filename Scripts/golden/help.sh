#!/bin/sh
# Writes the committed help texts anew: Scripts/golden/help.sh PROGRAM FOLDER
# The folder is Tests/BertFTCommandTests/Golden/Help. Look at the difference before committing it.
set -eu
program=$1
folder=$2
export COLUMNS=80
mkdir -p "$folder"
"$program" --help > "$folder/bertft.txt"
for command in train tune compare evaluate predict rank embed search cluster dedupe audit suggest adapt distill serve quantize export tokenize tokenizer vectors inspect models \
  corpora info; do
  "$program" "$command" --help > "$folder/$command.txt"
done
for group in models corpora vectors; do
  for command in list pull path; do
    "$program" "$group" "$command" --help > "$folder/$group-$command.txt"
  done
done
for command in train verify; do
  "$program" tokenizer "$command" --help > "$folder/tokenizer-$command.txt"
done
for command in convert train info neighbours analogy; do
  "$program" vectors "$command" --help > "$folder/vectors-$command.txt"
done
