#!/bin/sh
# Fails if the kernels in the release program are not 256-bit FMA code (512-bit where they should be), or if
# instructions of matrix units occur outside the target that is called only on processors with these units.
#
# Without AVX2 and FMA enabled for the kernel target, Swift's `addingProduct` becomes a call of `fmaf` for each element:
# correct results, a hundred times slower, and no warning. Therefore the program is disassembled and checked.
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

# Swift's mangled names begin with $s and contain the module's name after its length: 11BertKernels, and
# 17BertKernelsAVX512 and 22BertKernelsMatrixUnits for code that is chosen at run time. The inner kernel of the matrix
# product is a tile of 6 × 16, twelve 256-bit accumulators, so that fewer FMA instructions there mean spilled
# accumulators.
"$objdump" --disassemble --no-show-raw-insn "$program" | awk '
  /^[0-9a-f]+ <.*>:$/ {
    isWidest = index($0, "17BertKernelsAVX512") > 0
    inside = index($0, "11BertKernels") > 0
    isUnit = index($0, "22BertKernelsMatrixUnits") > 0
    if (isWidest) widestFunctions++
    if (isUnit) unitFunctions++
    isTile = inside && index($0, "TileKernel") > 0
    name = $2
    if (inside) functions++
  }
  isUnit && /tdpbf16ps/ { tileDots++ }
  isUnit && /tdpbusd/ { tileBytes++ }
  isUnit && /vdpbf16ps.*%?zmm/ { pairDots++ }
  !isUnit && /[ \t](tdp[a-z0-9]+|tileload[a-z0-9]*|tilestored|tilezero|tilerelease|ldtilecfg|vdpbf16ps|vcvtne2?ps2bf16)[ \t]/ {
    outside++; strays[name]++
  }
  isWidest && /vpdpbusd.*%?zmm/ { bytes++ }
  inside && /vpmaddwd.*%?ymm/ { pairs++ }
  isWidest && /vfn?m(add|sub)[0-9]+ps.*%?zmm/ { widest++ }
  !inside && !isWidest { next }
  /vfn?m(add|sub)[0-9]+ps.*%?ymm/ { wide++; if (isTile) tile++ }
  /vfn?m(add|sub)[0-9]+ss/ { narrow++ }
  /(call|jmp)q?[ \t].*<fmaf?(@plt)?>/ { bad++; where[name]++ }
  END {
    printf "codegen: %d kernel functions, FMA instructions: %d of 256 bits (%d in the matrix product), ", functions, wide, tile
    printf "%d of 512 bits, %d scalar; %d calls of fmaf; ", widest, narrow, bad
    printf "integers: %d vpdpbusd of 512 bits, %d vpmaddwd of 256; ", bytes, pairs
    printf "units: %d tdpbf16ps, %d tdpbusd, %d vdpbf16ps, %d outside their target\n", tileDots, tileBytes, pairDots, outside
    for (name in strays) printf "codegen: an instruction of a matrix unit in %s\n", name
    for (name in where) printf "codegen: fmaf is called in %s\n", name
    isSound = functions > 0 && wide >= 50 && tile >= 12 && pairs >= 12 && narrow < wide && bad == 0
    isSound = isSound && outside == 0 && (unitFunctions == 0 || (tileDots >= 4 && tileBytes >= 6 && pairDots >= 16))
    if (isSound && (widestFunctions == 0 || (widest >= 24 && bytes >= 24))) exit 0
    print "codegen: the kernels are not compiled as they should be"
    exit 1
  }'
