// Multiply-adds on registers, nothing from memory: what the processor's units can do at most. Each function runs STEPS
// steps on the thread that calls it and gives the operations done, a multiply-add being two; 0 where the unit is absent.
// ceiling.py compiles this, and peak.py times the calls.
//
// Twelve chains hide the latency of the vector units (4 cycles, 2 units) with some to spare, and fit into 16 registers;
// the tiles' four hide that of the one tile unit. No chain of floats begins at 1, where x·0.999 + 0.001 stands still and a
// compiler takes the whole chain out.

#define CHAINS 12

#define LOOP(VECTOR)                                                                                        \
  VECTOR sums[CHAINS];                                                                                      \
  VECTOR factor = (VECTOR){0} + 0.999f, addend = (VECTOR){0} + 0.001f;                                      \
  for (int i = 0; i < CHAINS; i++) sums[i] = (VECTOR){0} + 2.0f * i;                                       \
  for (long step = 0; step < steps; step++) {                                                               \
    _Pragma("GCC unroll 12")                                                                                \
    for (int i = 0; i < CHAINS; i++) sums[i] = sums[i] * factor + addend;                                   \
  }                                                                                                         \
  VECTOR total = sums[0];                                                                                   \
  for (int i = 1; i < CHAINS; i++) total += sums[i];                                                        \
  volatile float sink = total[0];                                                                           \
  (void)sink;                                                                                               \
  return 2.0 * CHAINS * (double)steps * (double)(sizeof(VECTOR) / sizeof(float));

typedef float F4 __attribute__((vector_size(16)));
typedef float F8 __attribute__((vector_size(32)));
typedef float F16 __attribute__((vector_size(64)));

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// Bits of cpuid's leaf 7.
static int has(unsigned subleaf, int edx, unsigned bit) {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, subleaf, &a, &b, &c, &d) && ((edx ? d : a) >> bit & 1);
}

// Linux gives a process its tiles when it asks for them (ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA).
static int has_tiles(unsigned product) {
  return has(0, 1, 24) && has(0, 1, product) && syscall(SYS_arch_prctl, 0x1023, 18) == 0;
}

struct palette { unsigned char id, start, reserved[14]; unsigned short bytes[16]; unsigned char rows[16]; };

#define TILES(PRODUCT, DEPTH)                                                                               \
  struct palette palette;                                                                                   \
  memset(&palette, 0, sizeof palette);                                                                      \
  palette.id = 1;                                                                                           \
  for (int i = 0; i < 8; i++) palette.bytes[i] = 64, palette.rows[i] = 16;                                  \
  /* gcc takes the instruction to read eight bytes of it, and leaves out the other stores. */               \
  __asm__ volatile("" : : "r"(&palette) : "memory");                                                        \
  _tile_loadconfig(&palette);                                                                               \
  _tile_zero(0); _tile_zero(1); _tile_zero(2); _tile_zero(3);                                               \
  _tile_zero(4); _tile_zero(5); _tile_zero(6); _tile_zero(7);                                               \
  for (long step = 0; step < steps; step++) {                                                               \
    PRODUCT(0, 4, 6); PRODUCT(1, 4, 7); PRODUCT(2, 5, 6); PRODUCT(3, 5, 7);                                 \
  }                                                                                                         \
  _tile_release();                                                                                          \
  return 2.0 * 4 * 16 * 16 * DEPTH * (double)steps;

// The sums are bound to registers by an empty instruction that may change them, so that no step is taken out.
#define VECTORS(SUM, PRODUCT, PAIRS)                                                                        \
  SUM sums[CHAINS];                                                                                         \
  __m512i ones = _mm512_setzero_si512();                                                                    \
  memset(sums, 0, sizeof sums);                                                                             \
  for (long step = 0; step < steps; step++) {                                                               \
    _Pragma("GCC unroll 12")                                                                                \
    for (int i = 0; i < CHAINS; i++) {                                                                      \
      sums[i] = PRODUCT;                                                                                    \
      __asm__ volatile("" : "+v"(sums[i]));                                                                 \
    }                                                                                                       \
  }                                                                                                         \
  return 2.0 * CHAINS * 16 * PAIRS * (double)steps;

__attribute__((target("avx512f"))) static double widest(long steps) { LOOP(F16) }
__attribute__((target("avx2,fma"))) static double wide(long steps) { LOOP(F8) }
__attribute__((target("amx-tile,amx-bf16"))) static double tiles_bf16(long steps) { TILES(_tile_dpbf16ps, 32) }
__attribute__((target("amx-tile,amx-int8"))) static double tiles_int8(long steps) { TILES(_tile_dpbusd, 64) }
__attribute__((target("avx512f,avx512bf16"))) static double vectors_bf16(long steps) {
  VECTORS(__m512, _mm512_dpbf16_ps(sums[i], (__m512bh)ones, (__m512bh)ones), 2)
}
__attribute__((target("avx512f,avx512vnni"))) static double vectors_int8(long steps) {
  VECTORS(__m512i, _mm512_dpbusd_epi32(sums[i], ones, ones), 4)
}

int vector_bits(void) { return __builtin_cpu_supports("avx512f") ? 512 : 256; }
double multiply_adds(long steps) { return vector_bits() == 512 ? widest(steps) : wide(steps); }
double bf16_multiply_adds(long steps) {
  if (has_tiles(22)) return tiles_bf16(steps);
  return vector_bits() == 512 && has(1, 0, 5) ? vectors_bf16(steps) : 0;
}
double int8_multiply_adds(long steps) {
  if (has_tiles(25)) return tiles_int8(steps);
  return vector_bits() == 512 && __builtin_cpu_supports("avx512vnni") ? vectors_int8(steps) : 0;
}
#else
int vector_bits(void) { return 128; }
double multiply_adds(long steps) { LOOP(F4) }
double bf16_multiply_adds(long steps) { (void)steps; return 0; }
double int8_multiply_adds(long steps) { (void)steps; return 0; }
#endif

// c := a + 3b over arrays of `count` floats (the "triad" of J. D. McCalpin's STREAM).
void triad(float *restrict c, const float *restrict a, const float *restrict b, long count) {
  for (long i = 0; i < count; i++) c[i] = a[i] + 3 * b[i];
}
