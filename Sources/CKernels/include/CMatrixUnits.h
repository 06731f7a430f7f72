#pragma once
// Single instructions of the units that multiply tiles (AMX) and pairs of bfloat16 (AVX512-BF16). They are compiled
// only into the target that is built for these units, BertKernelsMatrixUnits; the loops are written in Swift.

#include <stddef.h>

// The number of a tile is encoded in the instruction, so each tile has functions of its own. Tiles 0 to 3 accumulate a
// square of 2 × 2 tiles, 4 and 5 hold the left factor, 6 and 7 the right one:
//
//         6  7
//     4   0  1
//     5   2  3
#define CK_TILE static inline __attribute__((always_inline))

#if defined(__AMX_TILE__)
/// Sets the sizes of this thread's tiles from 64 bytes in the layout of the manual, and sets all tiles to zero.
CK_TILE void ck_tile_configure(const void *p) { __builtin_ia32_tile_loadconfig(p); }
/// Ends the use of tiles, so that the system no longer saves them when it switches threads.
CK_TILE void ck_tile_release(void) { __builtin_ia32_tilerelease(); }

/// Loads and stores of sixteen rows of 64 bytes, `stride` bytes apart.
#define CK_TILE_LOAD(n) CK_TILE void ck_tile_load##n(const void *p, size_t stride) { __builtin_ia32_tileloadd64(n, p, stride); }
CK_TILE_LOAD(0) CK_TILE_LOAD(1) CK_TILE_LOAD(2) CK_TILE_LOAD(3)
CK_TILE_LOAD(4) CK_TILE_LOAD(5) CK_TILE_LOAD(6) CK_TILE_LOAD(7)
#define CK_TILE_STORE(n) CK_TILE void ck_tile_store##n(void *p, size_t stride) { __builtin_ia32_tilestored64(n, p, stride); }
CK_TILE_STORE(0) CK_TILE_STORE(1) CK_TILE_STORE(2) CK_TILE_STORE(3)
#define CK_TILE_ZERO(n) CK_TILE void ck_tile_zero##n(void) { __builtin_ia32_tilezero(n); }
CK_TILE_ZERO(0) CK_TILE_ZERO(1) CK_TILE_ZERO(2) CK_TILE_ZERO(3)
#endif

#if defined(__AMX_BF16__)
/// C += A·B of 16 × 16 sums of Float32 and 32 steps: pairs of bfloat16 in 16 rows of A and 16 pairs of rows of B.
#define CK_TILE_DOT(c, a, b) CK_TILE void ck_tile_dot##c(void) { __builtin_ia32_tdpbf16ps(c, a, b); }
CK_TILE_DOT(0, 4, 6) CK_TILE_DOT(1, 4, 7) CK_TILE_DOT(2, 5, 6) CK_TILE_DOT(3, 5, 7)
#endif

#if defined(__AMX_INT8__)
/// C += A·B of 16 × 16 sums of Int32, modulo 2^32, and 64 steps: unsigned bytes in A, signed ones in B, four in a word.
#define CK_TILE_DOT_BYTES(c, a, b) CK_TILE void ck_tile_dot_bytes##c(void) { __builtin_ia32_tdpbusd(c, a, b); }
CK_TILE_DOT_BYTES(0, 4, 6) CK_TILE_DOT_BYTES(1, 4, 7) CK_TILE_DOT_BYTES(2, 5, 6) CK_TILE_DOT_BYTES(3, 5, 7)
#endif

#if defined(__AVX512BF16__)
typedef __bf16 ck_raw_pairs16 __attribute__((__vector_size__(64), __aligned__(64)));
typedef float ck_raw_float16 __attribute__((__vector_size__(64), __aligned__(64)));
/// vdpbf16ps: c plus, in each lane, the products of both pairs of bfloat16.
CK_TILE ck_float16 ck_dot_pairs16(ck_float16 c, ck_uint16 a, ck_uint16 b) {
  return (ck_float16)__builtin_ia32_dpbf16ps_512((ck_raw_float16)c, (ck_raw_pairs16)a, (ck_raw_pairs16)b);
}
/// vcvtne2ps2bf16: 32 floats rounded to the nearest bfloat16, ties to even; the first half of the result from `low`.
/// NaNs stay NaNs; denormal numbers become zero.
CK_TILE ck_uint16 ck_bfloat16_of(ck_float16 low, ck_float16 high) {
  return (ck_uint16)__builtin_ia32_cvtne2ps2bf16_512((ck_raw_float16)high, (ck_raw_float16)low);
}
/// vpermw: interleaves the two halves of the register: lane j holds value j of the first half, then value j of the
/// second.
CK_TILE ck_uint16 ck_pair_halves(ck_uint16 a) {
  typedef unsigned short half32 __attribute__((ext_vector_type(32)));
  const half32 h = (half32)a;
  return (ck_uint16)__builtin_shufflevector(
      h, h, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30,
      15, 31);
}
// Shuffles of words in inline assembly: the optimizer would combine builtins into shuffles of more registers, three
// times as many.
#define CK_SHUFFLE(name, instruction)                                            \
  CK_TILE ck_uint16 ck_##name(ck_uint16 a, ck_uint16 b) {                        \
    ck_uint16 c;                                                                 \
    __asm__(instruction " %2, %1, %0" : "=v"(c) : "v"(a), "v"(b));               \
    return c;                                                                    \
  }
/// Within each quarter of the register: words 0 of both, then words 1; words 2, then words 3; words 0 and 1 of both;
/// words 2 and 3 of both.
CK_SHUFFLE(interleave_low, "vpunpckldq")
CK_SHUFFLE(interleave_high, "vpunpckhdq")
CK_SHUFFLE(pairs_low, "vpunpcklqdq")
CK_SHUFFLE(pairs_high, "vpunpckhqdq")
/// Quarters 0 and 2 of both; quarters 1 and 3.
CK_SHUFFLE(even_quarters, "vshufi32x4 $0x88,")
CK_SHUFFLE(odd_quarters, "vshufi32x4 $0xdd,")
#endif
