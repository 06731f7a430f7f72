import Benchmark
import BertCheckpoint
import BertEncoder
import BertKernels
import BertText
import Foundation

// How the encoder's cost grows with one size while the others stay. Names are encoder/AXIS/BxNxL/THREADS: B sequences of
// N tokens each through L layers. BERTFT_BENCHMARK_MODEL names the directory of the encoder.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.throughput, .wallClock], warmupIterations: 1, maxDuration: .milliseconds(600), maxIterations: 100)
  let axes: [(String, [Size])] = [
    ("batch", [1, 2, 4, 8, 16, 32].map { Size(batch: $0) }),
    ("length", [32, 64, 128, 256, 512].map { Size(length: $0) }),
    ("layers", [1, 2, 3, 4, 5, 6].map { Size(layers: $0) }),
  ]
  for threads in [1, 2] {
    for (axis, sizes) in axes {
      for size in sizes {
        Benchmark("encoder/\(axis)/\(size.batch)x\(size.length)x\(size.layers)/\(threads)") { _, bench in
          blackHole(bench.model.logits(bench.batch, compute: bench.compute))
        } setup: {
          try Bench(size, threads: threads)
        }
      }
    }
  }
}

struct Size {
  var batch = 8
  var length = 128
  var layers = 6
}

/// A model cut to its lowest layers and one batch, made before the first iteration.
struct Bench: @unchecked Sendable {
  let compute: Compute
  let model: SequenceClassifier
  let batch: TokenBatch

  init(_ size: Size, threads: Int) throws {
    guard let path = ProcessInfo.processInfo.environment["BERTFT_BENCHMARK_MODEL"] else { throw MissingModel() }
    let directory = URL(fileURLWithPath: path)
    var configuration = try EncoderConfiguration.decode(
      from: Data(contentsOf: directory.appendingPathComponent("config.json")))
    configuration.layerCount = size.layers
    compute = Compute(threads: threads)
    model = try SequenceClassifier(
      checkpoint: Checkpoint(at: directory), configuration: configuration, classes: 3, seed: 1)
    model.prepareForInference(compute)
    let ids = (0..<size.length).map { Int32(1_000 + 7 * $0) }
    let encoding = Encoding(ids: ids, typeIDs: [Int32](repeating: 0, count: size.length))
    batch = TokenBatch(repeatElement(encoding, count: size.batch))
  }
}

struct MissingModel: Error, CustomStringConvertible {
  var description: String { "BERTFT_BENCHMARK_MODEL must name the directory of an encoder" }
}
