#include "CKernels.h"

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
