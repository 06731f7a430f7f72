#!/bin/sh
# Builds a package that depends on this one by version tag, from a clone, and lets it classify a text.
#
# Flags, products and public declarations are seen as a stranger sees them. The clone holds what is committed.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
bertft=$(swift build -c release --show-bin-path)/bertft
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

git clone --quiet --no-tags "$root" "$folder/bertft"
git -C "$folder/bertft" -c tag.gpgSign=false tag 99.0.0
mkdir -p "$folder/Consumer/Sources/Consumer"
cat > "$folder/Consumer/Package.swift" << EOF
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Consumer",
  platforms: [.macOS(.v26)],
  dependencies: [.package(url: "file://$folder/bertft", from: "99.0.0")],
  targets: [.executableTarget(name: "Consumer", dependencies: [.product(name: "BertFT", package: "bertft")])]
)
EOF
cat > "$folder/Consumer/Sources/Consumer/main.swift" << 'EOF'
import BertFT

let classifier = try await TextClassifier.load(CommandLine.arguments[1])
print(try await classifier.prediction(for: "I love this camera.").label)
EOF

"$bertft" models pull all-MiniLM-L6-v2 --quiet > /dev/null
"$bertft" train "$("$bertft" corpora path amazon-reviews)" --labels pos,neg,neu --method features \
  --out "$folder/bundle" --offline --quiet > /dev/null

echo 'consumer: building a package that depends on version 99.0.0 of a clone' >&2
# The checkouts and build of the third-party packages are kept for the next time.
build="$root/.build-consumer"
rm -rf "$build/checkouts/bertft" "$build"/repositories/bertft-*
if ! swift build -c release --package-path "$folder/Consumer" --scratch-path "$build" > "$folder/log" 2>&1; then
  tail -n 30 "$folder/log" >&2
  exit 70
fi
label=$("$(swift build -c release --package-path "$folder/Consumer" --scratch-path "$build" --show-bin-path)/Consumer" \
  "$folder/bundle")
echo "$label"
[ "$label" = pos ] || { echo 'consumer: another label was expected' >&2; exit 1; }
echo 'consumer: built by version and ran'
