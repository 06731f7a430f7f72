import Benchmark
import BertText
import Foundation

// A corpus, line by line, to ids. Names are tokenizers/VOCABULARY/1. BERTFT_BENCHMARK_VOCABULARIES names a directory with
// a folder for each vocabulary and the lines in texts.txt; reference/tokenizers_reference.py makes it.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.throughput, .wallClock], warmupIterations: 1, maxDuration: .milliseconds(1500), maxIterations: 100)
  for name in ["wordpiece-uncased", "byte-level", "byte-level-split", "unigram", "sentencepiece-bpe"] {
    Benchmark("tokenizers/\(name)/1") { _, bench in
      var count = 0
      for line in bench.lines { count += bench.tokenizer.encodeIDs(line).ids.count }
      blackHole(count)
    } setup: {
      try Bench(name)
    }
  }
}

/// A tokenizer and its texts, read before the first iteration.
struct Bench: Sendable {
  let tokenizer: any Tokenizer
  let lines: [String]

  init(_ name: String) throws {
    guard let path = ProcessInfo.processInfo.environment["BERTFT_BENCHMARK_VOCABULARIES"] else {
      throw MissingVocabularies()
    }
    let directory = URL(fileURLWithPath: path)
    tokenizer = try TokenizerLoader.load(directory: directory.appendingPathComponent(name))
    let text = try String(contentsOf: directory.appendingPathComponent("texts.txt"), encoding: .utf8)
    lines = text.split(separator: "\n").map { String($0) }
  }
}

struct MissingVocabularies: Error, CustomStringConvertible {
  var description: String { "BERTFT_BENCHMARK_VOCABULARIES must name a directory of vocabularies" }
}
