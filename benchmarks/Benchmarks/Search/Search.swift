import Benchmark
import BertExport
import Foundation

// The nearest 10 of many rows, one query a call. Names are search/KIND/THREADS. BERTFT_BENCHMARK_VECTORS names a directory
// with float32.npy, int8.npy, binary.npy and query.bin; reference/search_vectors.py makes it.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.throughput, .wallClock], warmupIterations: 2, maxDuration: .milliseconds(2000), maxIterations: 500)
  for kind in ["float32", "int8", "binary"] {
    for threads in [1, 2] {
      Benchmark("search/\(kind)/\(threads)") { _, bench in
        blackHole(try bench.search.nearest(to: bench.query, count: 10))
      } setup: {
        try Bench(kind, threads: threads)
      }
    }
  }
}

/// Vectors and a query, opened before the first iteration.
struct Bench: Sendable {
  let search: VectorSearch
  let query: [Float]

  init(_ kind: String, threads: Int) throws {
    guard let path = ProcessInfo.processInfo.environment["BERTFT_BENCHMARK_VECTORS"] else { throw MissingVectors() }
    let directory = URL(fileURLWithPath: path)
    search = try VectorSearch(contentsOf: directory.appendingPathComponent("\(kind).npy"), threads: threads)
    let bytes = try Data(contentsOf: directory.appendingPathComponent("query.bin"))
    query = bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / 4).map { buffer.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) }
    }
  }
}

struct MissingVectors: Error, CustomStringConvertible {
  var description: String { "BERTFT_BENCHMARK_VECTORS must name a directory of vectors" }
}
