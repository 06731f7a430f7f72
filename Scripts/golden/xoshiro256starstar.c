/* Prints Tests/BertDataTests/Golden/xoshiro256starstar.json.
 *
 *   cc xoshiro256starstar.c -o x && ./x > OUT.json
 *
 * splitmix64 and xoshiro256** as their authors publish them (Sebastiano Vigna and David Blackman, public domain,
 * https://prng.di.unimi.it). */
#include <inttypes.h>
#include <stdio.h>

static uint64_t x;

static uint64_t splitmix64(void) {
  uint64_t z = (x += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

static uint64_t s[4];

static inline uint64_t rotl(const uint64_t v, int k) { return (v << k) | (v >> (64 - k)); }

static uint64_t next(void) {
  const uint64_t result = rotl(s[1] * 5, 7) * 9;
  const uint64_t t = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= t;
  s[3] = rotl(s[3], 45);
  return result;
}

int main(void) {
  const uint64_t seeds[3] = {0, 42, UINT64_MAX};
  printf("{");
  for (int i = 0; i < 3; i++) {
    x = seeds[i];
    for (int j = 0; j < 4; j++) s[j] = splitmix64();
    printf("%s\"%" PRIu64 "\":[", i ? "," : "", seeds[i]);
    for (int j = 0; j < 50; j++) printf("%s%" PRIu64, j ? "," : "", next());
    printf("]");
  }
  printf("}\n");
}
