#pragma once
// Single instructions that Swift cannot name, and the question which processor this is. No arithmetic of our own: the
// kernels are Swift. The inline functions are compiled into the Swift module that calls them, with that module's flags.

typedef float ck_float16 __attribute__((ext_vector_type(16)));
typedef float ck_float8 __attribute__((ext_vector_type(8)));

/// a * b + c in one rounding; with FMA enabled one vfmadd instruction.
static inline ck_float8 ck_fma(ck_float8 a, ck_float8 b, ck_float8 c) { return __builtin_elementwise_fma(a, b, c); }
static inline ck_float16 ck_fma16(ck_float16 a, ck_float16 b, ck_float16 c) { return __builtin_elementwise_fma(a, b, c); }
static inline ck_float8 ck_min(ck_float8 a, ck_float8 b) { return a < b ? a : b; }
static inline ck_float8 ck_max(ck_float8 a, ck_float8 b) { return a > b ? a : b; }
static inline ck_float8 ck_sqrt(ck_float8 a) { return __builtin_elementwise_sqrt(a); }

/// Asks for the cache line at `p`, to be read or written soon. Never faults.
static inline void ck_prefetch(const void *p) { __builtin_prefetch(p, 0, 3); }

/// Tells the processor that this is a spin loop.
static inline void ck_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ __volatile__("yield");
#endif
}

/// Whether the processor and the system have what the kernels are compiled for: AVX2 and FMA on x86-64, always elsewhere.
int ck_processor_is_supported(void);

/// Whether the processor and the system have all of x86-64-v4: AVX-512 F, BW, CD, DQ and VL.
int ck_processor_has_avx512(void);
