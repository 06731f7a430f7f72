#include "CMachine.h"

// Twelve chains hide the latency of the unit (4 cycles, 2 units) with some to spare, and fit into 16 registers. None
// begins at 1, where x·0.999 + 0.001 stands still and a compiler takes the whole chain out.
#define CHAINS 12

#define LOOP(VECTOR)                                                                                        \
  VECTOR sums[CHAINS];                                                                                      \
  VECTOR factor = (VECTOR){0} + 0.999f, addend = (VECTOR){0} + 0.001f;                                      \
  for (int i = 0; i < CHAINS; i++) sums[i] = (VECTOR){0} + 2.0f * i;                                       \
  for (long step = 0; step < steps; step++) {                                                               \
    _Pragma("clang loop unroll(full)")                                                                      \
    for (int i = 0; i < CHAINS; i++) sums[i] = __builtin_elementwise_fma(sums[i], factor, addend);          \
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
__attribute__((target("avx512f"))) static double widest(long steps) { LOOP(F16) }
__attribute__((target("avx2,fma"))) static double wide(long steps) { LOOP(F8) }

int cm_vector_bits(void) { return __builtin_cpu_supports("avx512f") ? 512 : 256; }
double cm_multiply_adds(long steps) { return cm_vector_bits() == 512 ? widest(steps) : wide(steps); }
#else
int cm_vector_bits(void) { return 128; }
double cm_multiply_adds(long steps) { LOOP(F4) }
#endif

void cm_triad(float *restrict c, const float *restrict a, const float *restrict b, long count) {
  for (long i = 0; i < count; i++) c[i] = a[i] + 3 * b[i];
}
