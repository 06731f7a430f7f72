import Benchmark
import BertKernels
import CMachine

/// What the machine can do at most, measured among the kernels because its speed drifts.
func registerMachine(threads: Int) {
  // One iteration: 2²⁰ steps of 12 vectors on each thread.
  measure("machine/fma-\(cm_vector_bits())", threads: threads, []) { compute, _ in
    compute.pool.run { _ in blackHole(cm_multiply_adds(1 << 20)) }
  }
  // 3 × 64 MiB, more than the caches hold; each thread has its part.
  measure("machine/triad", threads: threads, [(4_096, 4_096), (4_096, 4_096), (4_096, 4_096)]) { compute, matrices in
    let count = matrices[0].count / compute.threads
    matrices[0].withUnsafeMutableBufferPointer { c in
      matrices[1].withUnsafeBufferPointer { a in
        matrices[2].withUnsafeBufferPointer { b in
          guard let c = c.baseAddress, let a = a.baseAddress, let b = b.baseAddress else { return }
          nonisolated(unsafe) let pointers = (c, a, b)
          compute.pool.run { part in
            let offset = part * count
            cm_triad(pointers.0 + offset, pointers.1 + offset, pointers.2 + offset, count)
          }
        }
      }
    }
  }
}
