#!/bin/sh
# Fails when the kernels in the release program are not 256-bit FMA code.
#
# Without AVX2 and FMA switched on for the kernel target, Swift's `addingProduct` becomes a call of `fmaf` for each
# element: the right results, a hundred times slower, and no warning. So the program is taken apart and looked at.
set -eu
cd "$(dirname "$0")/.."

if [ "$(uname -m)" != x86_64 ]; then
  echo "codegen: not x86-64, nothing to check"
  exit 0
fi
program=${1:-$(swift build -c release --show-bin-path)/bertft}
objdump=$(command -v llvm-objdump || command -v objdump || true)
toolchain=$(dirname "$(readlink -f "$(command -v swift)")")/llvm-objdump
[ -x "$toolchain" ] && objdump=$toolchain
if [ -z "$objdump" ]; then
  echo "codegen: no llvm-objdump (it comes with the Swift toolchain) and no objdump" >&2
  exit 69
fi

# Swift's mangled names begin with $s and hold the module's name behind its length: 11BertKernels.
"$objdump" --disassemble --no-show-raw-insn "$program" | awk '
  /^[0-9a-f]+ <.*>:$/ { inside = index($0, "11BertKernels") > 0; name = $2; if (inside) functions++ }
  !inside { next }
  /vfn?m(add|sub)[0-9]+ps.*%ymm|vfn?m(add|sub)[0-9]+ps.*ymm/ { wide++ }
  /(call|jmp)q?[ \t].*<fmaf?(@plt)?>/ { bad++; where[name]++ }
  END {
    printf "codegen: %d kernel functions, %d 256-bit FMA instructions, %d calls of fmaf\n", functions, wide, bad
    for (name in where) printf "codegen: fmaf is called in %s\n", name
    exit !(functions > 0 && wide >= 50 && bad == 0)
  }'
