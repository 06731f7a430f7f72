// Lets one call of a program fail, loaded before the C library: the call of number TORTURE_AT fails with TORTURE_ERRNO.
// With TORTURE_COUNT it counts the calls that could fail, and writes their number into that file at the end. What is counted are
// calls on files that are written: reading a file of the system's, such as /proc/meminfo, may fail in other ways.
#define _GNU_SOURCE
#define _LARGEFILE64_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long calls;
static long at = -1;
static int code = EIO;
static const char *count;

__attribute__((constructor)) static void begin(void) {
  const char *number = getenv("TORTURE_AT"), *error = getenv("TORTURE_ERRNO");
  if (number) at = atol(number);
  if (error) code = atoi(error);
  count = getenv("TORTURE_COUNT");
}

__attribute__((destructor)) static void end(void) {
  if (!count) return;
  FILE *file = fopen(count, "w");
  if (!file) return;
  fprintf(file, "%ld\n", (long)atomic_load(&calls));
  fclose(file);
}

static int fails(void) {
  if (atomic_fetch_add(&calls, 1) != at) return 0;
  errno = code;
  return 1;
}

static int is_file(int descriptor) {
  struct stat status;
  return fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void *bytes, size_t length) {
  static __typeof__(&write) next;
  if (!next) next = NEXT(write);
  if (is_file(descriptor) && fails()) return -1;
  return next(descriptor, bytes, length);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t length, off_t place) {
  static __typeof__(&pwrite) next;
  if (!next) next = NEXT(pwrite);
  return fails() ? -1 : next(descriptor, bytes, length, place);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t length, off64_t place) {
  static __typeof__(&pwrite64) next;
  if (!next) next = NEXT(pwrite64);
  return fails() ? -1 : next(descriptor, bytes, length, place);
}

int fsync(int descriptor) {
  static __typeof__(&fsync) next;
  if (!next) next = NEXT(fsync);
  return fails() ? -1 : next(descriptor);
}

int ftruncate(int descriptor, off_t length) {
  static __typeof__(&ftruncate) next;
  if (!next) next = NEXT(ftruncate);
  return fails() ? -1 : next(descriptor, length);
}

int ftruncate64(int descriptor, off64_t length) {
  static __typeof__(&ftruncate64) next;
  if (!next) next = NEXT(ftruncate64);
  return fails() ? -1 : next(descriptor, length);
}

int rename(const char *from, const char *to) {
  static __typeof__(&rename) next;
  if (!next) next = NEXT(rename);
  return fails() ? -1 : next(from, to);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
  static __typeof__(&renameat2) next;
  if (!next) next = NEXT(renameat2);
  return fails() ? -1 : next(a, from, b, to, flags);
}

int mkdir(const char *path, mode_t mode) {
  static __typeof__(&mkdir) next;
  if (!next) next = NEXT(mkdir);
  return fails() ? -1 : next(path, mode);
}

#define OPEN(name)                                       \
  int name(const char *path, int flags, ...) {           \
    static __typeof__(&name) next;                       \
    if (!next) next = NEXT(name);                        \
    mode_t mode = 0;                                     \
    if (flags & (O_CREAT | O_TMPFILE)) {                 \
      va_list rest;                                      \
      va_start(rest, flags);                             \
      mode = va_arg(rest, mode_t);                       \
      va_end(rest);                                      \
    }                                                    \
    if ((flags & O_ACCMODE) != O_RDONLY && fails()) return -1; \
    return next(path, flags, mode);                      \
  }

OPEN(open)
OPEN(open64)
