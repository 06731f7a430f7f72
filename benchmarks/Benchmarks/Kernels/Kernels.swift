import Benchmark
import BertKernels

// Names are KERNEL/CASE/THREADS; the scripts in benchmarks/tables read them, and those in benchmarks/reference measure
// the same cases under the same names.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.throughput, .wallClock], warmupIterations: 2, maxDuration: .milliseconds(250), maxIterations: 5_000)
  for threads in [1, 2] {
    registerMultiply(threads: threads)
    registerAttention(threads: threads)
    registerElementwise(threads: threads)
    registerBlocks(threads: threads)
  }
}

/// A matrix of values between −1 and 1 that are the same in every run.
func matrix(_ rows: Int, _ columns: Int) -> Matrix {
  var state: UInt32 = 2_463_534_242
  let values = (0..<rows * columns).map { _ in
    state ^= state << 13
    state ^= state >> 17
    state ^= state << 5
    return Float(Int32(bitPattern: state)) * 0x1p-31
  }
  return Matrix(rows: rows, columns: columns, values: values)
}

/// What a benchmark works on, made once before its first iteration.
struct Bench: @unchecked Sendable {
  let compute: Compute
  let matrices: [Matrix]

  init(threads: Int, factors: FactorFormat = .float32, _ shapes: [(rows: Int, columns: Int)]) {
    compute = Compute(threads: threads, factors: factors)
    matrices = shapes.map { matrix($0.rows, $0.columns) }
  }
}

/// Registers one benchmark: `body` is one iteration over matrices of these shapes, and `reset` makes good, before each
/// iteration and outside the measurement, what a kernel that works in place has overwritten.
func measure(
  _ name: String, threads: Int, factors: FactorFormat = .float32, _ shapes: [(rows: Int, columns: Int)],
  reset: (@Sendable (Compute, [Matrix]) -> Void)? = nil, _ body: @escaping @Sendable (Compute, [Matrix]) -> Void
) {
  Benchmark("\(name)/\(threads)") { benchmark, bench in
    if let reset {
      reset(bench.compute, bench.matrices)
      benchmark.startMeasurement()
    }
    body(bench.compute, bench.matrices)
    benchmark.stopMeasurement()
  } setup: {
    Bench(threads: threads, factors: factors, shapes)
  }
}
