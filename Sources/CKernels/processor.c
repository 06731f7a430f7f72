#include "CKernels.h"
#if defined(__APPLE__)
#include <sys/sysctl.h>
#else
#include <unistd.h>
#endif
#if defined(__linux__) && defined(__x86_64__)
#include <cpuid.h>
#include <sys/syscall.h>
#endif

long ck_second_level_cache(void) {
#if defined(__APPLE__)
  long bytes = 0;
  size_t size = sizeof bytes;
  return sysctlbyname("hw.l2cachesize", &bytes, &size, 0, 0) == 0 ? bytes : 0;
#elif defined(_SC_LEVEL2_CACHE_SIZE)
  const long bytes = sysconf(_SC_LEVEL2_CACHE_SIZE);
  return bytes > 0 ? bytes : 0;
#else
  return 0;
#endif
}

// Compiled without vector flags, so that it runs on any processor of the architecture.
int ck_processor_is_supported(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  return 1;
#endif
}

int ck_processor_has_avx512(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
#else
  return 0;
#endif
}

int ck_processor_has_avx512_vnni(void) {
#if defined(__x86_64__)
  return ck_processor_has_avx512() && __builtin_cpu_supports("avx512vnni");
#else
  return 0;
#endif
}

int ck_processor_has_avx_vnni(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return ck_processor_is_supported() && __builtin_cpu_supports("avxvnni");
#else
  return 0;
#endif
}

#if defined(__linux__) && defined(__x86_64__)
// Leaf 7 of cpuid, by the manual: subleaf 0, EDX: bit 22 AMX-BF16, 24 AMX-TILE, 25 AMX-INT8; subleaf 1, EAX: bit 5
// AVX512-BF16.
enum { amx_bf16 = 1 << 22, amx_tile = 1 << 24, amx_int8 = 1 << 25, avx512_bf16 = 1 << 5 };

// Linux grants the use of tile registers to processes that request it: ARCH_REQ_XCOMP_PERM for XFEATURE_XTILEDATA. The
// request may be repeated, and the permission holds for all threads.
static int has_amx(int type) {
  unsigned a, b, c, d;
  if (!ck_processor_has_avx512() || !ck_processor_has_avx512_bf16() || !__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  if (~d & (unsigned)(amx_tile | type)) return 0;
  return syscall(SYS_arch_prctl, 0x1023, 18) == 0;
}

int ck_processor_has_amx_bf16(void) { return has_amx(amx_bf16); }
int ck_processor_has_amx_int8(void) { return has_amx(amx_int8); }

int ck_processor_has_avx512_bf16(void) {
  unsigned a, b, c, d;
  return ck_processor_has_avx512() && __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & avx512_bf16);
}
#else
int ck_processor_has_amx_bf16(void) { return 0; }
int ck_processor_has_amx_int8(void) { return 0; }
int ck_processor_has_avx512_bf16(void) { return 0; }
#endif
