#pragma once
// Single instructions that Swift cannot name, and the detection of the processor's features. All kernels are written in
// Swift. The inline functions are compiled into the Swift module that calls them, with the flags of that module.

typedef float ck_float16 __attribute__((ext_vector_type(16)));
typedef int ck_int16 __attribute__((ext_vector_type(16)));
typedef unsigned ck_uint16 __attribute__((ext_vector_type(16)));
typedef unsigned ck_uint8 __attribute__((ext_vector_type(8)));
typedef unsigned long long ck_ulong8 __attribute__((ext_vector_type(8)));
typedef float ck_float8 __attribute__((ext_vector_type(8)));

/// a * b + c in one rounding; with FMA enabled one vfmadd instruction.
static inline ck_float8 ck_fma(ck_float8 a, ck_float8 b, ck_float8 c) { return __builtin_elementwise_fma(a, b, c); }
static inline ck_float16 ck_fma16(ck_float16 a, ck_float16 b, ck_float16 c) { return __builtin_elementwise_fma(a, b, c); }
typedef double ck_double8 __attribute__((ext_vector_type(8)));
static inline ck_double8 ck_fma_double8(ck_double8 a, ck_double8 b, ck_double8 c) {
  return __builtin_elementwise_fma(a, b, c);
}
static inline ck_float8 ck_min(ck_float8 a, ck_float8 b) { return a < b ? a : b; }
static inline ck_float8 ck_max(ck_float8 a, ck_float8 b) { return a > b ? a : b; }
static inline ck_float16 ck_min16(ck_float16 a, ck_float16 b) { return a < b ? a : b; }
static inline ck_float16 ck_max16(ck_float16 a, ck_float16 b) { return a > b ? a : b; }
/// Lane by lane: x > 0 ? a : b, and x == 0 ? a : b.
static inline ck_float16 ck_where_positive16(ck_float16 x, ck_float16 a, ck_float16 b) { return x > 0 ? a : b; }
static inline ck_float16 ck_where_zero16(ck_float16 x, ck_float16 a, ck_float16 b) { return x == 0 ? a : b; }
/// Lane by lane: word < threshold ? 0 : value.
static inline ck_float16 ck_zero_below16(ck_uint16 word, unsigned threshold, float value) {
  return word < (ck_uint16)threshold ? (ck_float16)0.0f : (ck_float16)value;
}
/// Exchanges lanes 2j and 2j + 1.
static inline ck_float16 ck_swap_pairs16(ck_float16 a) {
  return __builtin_shufflevector(a, a, 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
}
// Interleaves a and b within each quarter of four lanes: their lower two or upper two lanes, lane by lane or as pairs.
static inline ck_float16 ck_unpack_low16(ck_float16 a, ck_float16 b) {
  return __builtin_shufflevector(a, b, 0, 16, 1, 17, 4, 20, 5, 21, 8, 24, 9, 25, 12, 28, 13, 29);
}
static inline ck_float16 ck_unpack_high16(ck_float16 a, ck_float16 b) {
  return __builtin_shufflevector(a, b, 2, 18, 3, 19, 6, 22, 7, 23, 10, 26, 11, 27, 14, 30, 15, 31);
}
static inline ck_float16 ck_unpack_low_pairs16(ck_float16 a, ck_float16 b) {
  return __builtin_shufflevector(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29);
}
static inline ck_float16 ck_unpack_high_pairs16(ck_float16 a, ck_float16 b) {
  return __builtin_shufflevector(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31);
}
/// The first `count` lanes of a, `fill` in the others.
static inline ck_float16 ck_keep_first16(ck_float16 a, int count, float fill) {
  const ck_int16 lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return lanes < (ck_int16)count ? a : (ck_float16)fill;
}
// On lanes of 64 bits: the low half times a factor below 2^32; the high half ^ b ^ c; the low halves as words of 32
// bits.
static inline ck_ulong8 ck_multiply_low(ck_ulong8 a, unsigned long long factor) {
  return (a & 0xffffffffULL) * (factor & 0xffffffffULL);
}
static inline ck_ulong8 ck_high_xor(ck_ulong8 a, ck_ulong8 b, unsigned long long c) { return (a >> 32) ^ b ^ c; }
static inline ck_uint8 ck_words(ck_ulong8 a) { return __builtin_convertvector(a, ck_uint8); }
// Reductions over the lanes: halves, quarters, eighths, pair. (The reduction of the compiler goes lane by lane.)
typedef float ck_float4 __attribute__((ext_vector_type(4)));
typedef float ck_float2 __attribute__((ext_vector_type(2)));
static inline float ck_largest16(ck_float16 a) {
  const ck_float8 half = a.lo > a.hi ? a.lo : a.hi;
  const ck_float4 quarter = half.lo > half.hi ? half.lo : half.hi;
  const ck_float2 eighth = quarter.lo > quarter.hi ? quarter.lo : quarter.hi;
  return eighth.x > eighth.y ? eighth.x : eighth.y;
}
static inline float ck_sum16(ck_float16 a) {
  const ck_float8 half = a.lo + a.hi;
  const ck_float4 quarter = half.lo + half.hi;
  const ck_float2 eighth = quarter.lo + quarter.hi;
  return eighth.x + eighth.y;
}
static inline ck_float8 ck_sqrt(ck_float8 a) { return __builtin_elementwise_sqrt(a); }

// Masked loads and stores of the first `count` (1 to 15) lanes, which touch no memory beyond them; other lanes load as
// 0.
#if defined(__AVX512F__)
typedef float ck_raw16 __attribute__((vector_size(64)));
static inline ck_float16 ck_load_first16(const float *p, int count) {
  return (ck_float16)__builtin_ia32_loadups512_mask(p, (ck_raw16){0}, (unsigned short)((1 << count) - 1));
}
static inline void ck_store_first16(ck_float16 a, float *p, int count) {
  __builtin_ia32_storeups512_mask(p, (ck_raw16)a, (unsigned short)((1 << count) - 1));
}
#elif defined(__AVX2__)
typedef float ck_raw8 __attribute__((vector_size(32)));
typedef int ck_mask8 __attribute__((vector_size(32)));
static inline ck_mask8 ck_first8(int count) {
  const ck_mask8 lanes = {0, 1, 2, 3, 4, 5, 6, 7};
  return lanes < (ck_mask8){count, count, count, count, count, count, count, count};
}
static inline ck_float16 ck_load_first16(const float *p, int count) {
  ck_float16 a;
  a.lo = (ck_float8)__builtin_ia32_maskloadps256((const ck_raw8 *)p, ck_first8(count));
  a.hi = (ck_float8)__builtin_ia32_maskloadps256((const ck_raw8 *)(p + 8), ck_first8(count - 8));
  return a;
}
static inline void ck_store_first16(ck_float16 a, float *p, int count) {
  __builtin_ia32_maskstoreps256((ck_raw8 *)p, ck_first8(count), (ck_raw8)a.lo);
  __builtin_ia32_maskstoreps256((ck_raw8 *)(p + 8), ck_first8(count - 8), (ck_raw8)a.hi);
}
#else
static inline ck_float16 ck_load_first16(const float *p, int count) {
  ck_float16 a = 0;
  for (int lane = 0; lane < count; lane++) a[lane] = p[lane];
  return a;
}
static inline void ck_store_first16(ck_float16 a, float *p, int count) {
  for (int lane = 0; lane < count; lane++) p[lane] = a[lane];
}
#endif

typedef int ck_int8 __attribute__((ext_vector_type(8)));
typedef int ck_int16 __attribute__((ext_vector_type(16)));
typedef unsigned char ck_byte16 __attribute__((ext_vector_type(16)));
typedef unsigned short ck_half16 __attribute__((ext_vector_type(16)));

/// The lower 8 or 16 bits of each lane.
static inline ck_byte16 ck_low_bytes16(ck_int16 a) { return __builtin_convertvector(a, ck_byte16); }
static inline ck_half16 ck_low_halves16(ck_int16 a) { return __builtin_convertvector(a, ck_half16); }
static inline ck_float16 ck_float_of_int16(ck_int16 a) { return __builtin_convertvector(a, ck_float16); }
/// Eight signed bytes from memory, however aligned, as floats: vpmovsxbd and vcvtdq2ps.
typedef signed char ck_signed8 __attribute__((ext_vector_type(8)));
static inline ck_float8 ck_float_of_signed_bytes(const void *p) {
  ck_signed8 a;
  __builtin_memcpy(&a, p, sizeof a);
  return __builtin_convertvector(a, ck_float8);
}

#if defined(__x86_64__)
typedef short ck_short16 __attribute__((vector_size(32)));
typedef int ck_word8 __attribute__((vector_size(32)));
/// vpmaddwd: in each lane the product of the lower 16-bit halves plus that of the upper ones, in 32 bits. Needs AVX2.
static inline __attribute__((target("avx2"))) ck_int8 ck_dot_pairs(ck_int8 a, ck_int8 b) {
  return (ck_int8)__builtin_ia32_pmaddwd256((ck_short16)a, (ck_short16)b);
}

/// vpdpbusd: c plus, in each lane, the sum of four products of a's unsigned and b's signed bytes, in 32 bits, modulo
/// 2^32: this form does not saturate. It is inline assembly and not a builtin, so that the modules that use it need not
/// be compiled for processors with this extension: it is the only such instruction in them, and runs only on such
/// processors.
static inline __attribute__((target("avx512f"))) ck_int16 ck_dot_bytes16(ck_int16 c, ck_int16 a, ck_int16 b) {
  __asm__("vpdpbusd %2, %1, %0" : "+v"(c) : "v"(a), "v"(b));
  return c;
}
/// The same for eight lanes, in the encoding of AVX-VNNI.
static inline __attribute__((target("avx2"))) ck_int8 ck_dot_bytes8(ck_int8 c, ck_int8 a, ck_int8 b) {
  __asm__("%{vex%} vpdpbusd %2, %1, %0" : "+x"(c) : "x"(a), "x"(b));
  return c;
}
#endif

/// Prefetches the cache line at `p` into L1. Never faults.
static inline void ck_prefetch(const void *p) { __builtin_prefetch(p, 0, 3); }
/// Prefetches the cache line at `p` into L2 only.
static inline void ck_prefetch_second(const void *p) { __builtin_prefetch(p, 0, 2); }

/// Tells the processor that this is a spin loop.
static inline void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

/// Whether the processor and the system support what the kernels are compiled for: AVX2 and FMA on x86-64; always true
/// elsewhere.
int ck_processor_is_supported(void);

/// Whether the processor and the system support all of x86-64-v4: AVX-512 F, BW, CD, DQ and VL.
int ck_processor_has_avx512(void);

/// Whether `vpdpbusd` works on 512-bit registers (AVX-512 VNNI), and on 256-bit ones without AVX-512 (AVX-VNNI).
int ck_processor_has_avx512_vnni(void);
int ck_processor_has_avx_vnni(void);

/// Whether AMX tiles can be multiplied: the processor has AMX with this type of factors, and the system grants this
/// process the permission, which these functions request.
int ck_processor_has_amx_bf16(void);
int ck_processor_has_amx_int8(void);

/// Whether `vdpbf16ps` works on 512-bit registers (AVX512-BF16).
int ck_processor_has_avx512_bf16(void);

/// The size of one core's L2 cache in bytes, 0 where it is unknown.
long ck_second_level_cache(void);

/// The clock that measures the stages of work on this thread; null without one. In C, as Swift has no thread-local
/// variables.
static inline void *ck_stages(void) {
  extern _Thread_local void *ck_stages_of_thread;
  return ck_stages_of_thread;
}
static inline void ck_set_stages(void *stages) {
  extern _Thread_local void *ck_stages_of_thread;
  ck_stages_of_thread = stages;
}

#include "CMatrixUnits.h"
