#ifndef CMACHINE_H
#define CMACHINE_H

/// Multiply-adds on independent registers, nothing from memory: what the multiply-add units can do at most.
/// Uses the widest vectors that the processor has. Returns the floating-point operations done.
double cm_multiply_adds(long steps);

/// c := a + 3b over arrays of `count` floats (the "triad" of J. D. McCalpin's STREAM).
void cm_triad(float *c, const float *a, const float *b, long count);

/// Bits of the vectors that `cm_multiply_adds` uses.
int cm_vector_bits(void);

#endif
