import BertKernels

/// What a machine does in a second at the best, measured in about two seconds.
struct MachinePeaks {
  /// Products of matrices.
  struct Products {
    /// `fp32`, `bf16` or `int8`.
    let format: String
    let kernel: String
    let threads: Int
    /// Multiplications and additions, two for each pair of factors.
    let operationsPerSecond: Double
  }

  /// Reading of memory that no cache holds.
  struct Reading {
    let threads: Int
    let bytesPerSecond: Double
  }

  let products: [Products]
  let reading: [Reading]
  /// Bytes that were read.
  let readBytes: Int

  /// Measures this machine.
  ///
  /// - Parameters:
  ///   - threads: Those that are measured together, beside one alone.
  ///   - machine: Says how large the caches are.
  init(threads: Int, machine: Machine) {
    let counts = threads > 1 ? [1, threads] : [1]
    // Twice the largest cache, within what programs can have.
    let memory = machine.availableBytes ?? machine.memoryBytes
    let bytes = max(64 << 20, min(max(256 << 20, 2 * machine.lastCacheBytes), 1 << 30, memory / 4))
    var products: [Products] = [], reading: [Reading] = []
    for count in counts {
      let compute = Compute(threads: count)
      products.append(
        Products(
          format: "fp32", kernel: compute.kernel.name, threads: count,
          operationsPerSecond: compute.productSpeed(seconds: Self.seconds)))
      let rounded = Compute(threads: count, factors: .bfloat16)
      products.append(
        Products(
          format: "bf16", kernel: BFloat16Kernel.available[0].name, threads: count,
          operationsPerSecond: rounded.productSpeed(seconds: Self.seconds)))
      products.append(
        Products(
          format: "int8", kernel: compute.quantizedKernel.name, threads: count,
          operationsPerSecond: compute.quantizedProductSpeed(seconds: Self.seconds)))
      reading.append(
        Reading(threads: count, bytesPerSecond: compute.readingSpeed(bytes: bytes, seconds: Self.seconds)))
    }
    self.products = products
    self.reading = reading
    readBytes = bytes
  }

  /// What products were measured in.
  var formats: [String] {
    products.map(\.format).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// For how long each is measured.
  private static let seconds = 0.15
}
