#include "CKernels.h"
#if defined(__APPLE__)
#include <sys/sysctl.h>
#else
#include <unistd.h>
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
