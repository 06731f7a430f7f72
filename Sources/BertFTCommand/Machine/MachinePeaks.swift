import BertKernels

/// The highest speeds of a machine, measured in about two seconds.
struct MachinePeaks {
  /// The speed of matrix products.
  struct Products {
    /// `fp32`, `bf16` or `int8`.
    let format: String
    let kernel: String
    let threads: Int
    /// Multiplications and additions: two operations for each pair of factors.
    let operationsPerSecond: Double
  }

  /// The speed of reading memory that no cache holds.
  struct Reading {
    let threads: Int
    let bytesPerSecond: Double
  }

  let products: [Products]
  let reading: [Reading]
  /// Size of the memory that was read, in bytes.
  let readBytes: Int

  /// Measures this machine.
  ///
  /// - Parameters:
  ///   - threads: The number of threads to measure with; one thread is measured too.
  ///   - machine: The machine, for the sizes of its caches and memory.
  init(threads: Int, machine: Machine) {
    let counts = threads > 1 ? [1, threads] : [1]
    // Twice the largest cache, within the available memory.
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

  /// The formats that products were measured in.
  var formats: [String] {
    products.map(\.format).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// How long each speed is measured, in seconds.
  private static let seconds = 0.15
}
