#!/bin/sh
# Makes a linker that takes the system's libraries as archives, where the system has them, and prints its path.
#
#   Scripts/dist/libraries.sh FOLDER
#
# SwiftPM names the system's folder itself, before any that is given to it; so FOLDER, filled with links to the archives,
# is put before all by a script that stands in the linker's place.
set -eu
folder=$1
rm -rf "$folder"
mkdir -p "$folder"
icu='icui18n icuuc icudata'
[ -z "${BERTFT_FOUNDATION_ICU:-}" ] || icu=''
for name in $icu crypto sqlite3 zstd bz2 z sentencepiece; do
  archive=$(clang -print-file-name="lib$name.a")
  if [ -e "$archive" ]; then
    ln -s "$archive" "$folder/"
  else
    echo "dist: there is no lib$name.a here; the program loads lib$name.so" >&2
  fi
done
# The other archives of ICU need its data, and nothing names them.
data=''
[ ! -e "$folder/libicudata.a" ] || data=-licudata
# lld, for which archives may stand in any order.
printf '#!/bin/sh\nexec ld.lld "-L%s" "$@" %s\n' "$folder" "$data" > "$folder/ld"
chmod +x "$folder/ld"
echo "$folder/ld"
