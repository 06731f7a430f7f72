import BertBaselines
import BertKernels
import Foundation
import Testing
import _TestSupport

/// Vectors trained on WikiText-2 against gensim's of the same settings (`Scripts/golden/word_vector_quality.py`).
struct TrainingTests {
  struct Reference: Decodable {
    struct Algorithm: Decodable {
      let pairs: [Pair]
      let agreement: Double
      let vocabulary: Int
    }
    struct Pair: Decodable {
      let a, b: String
      let cosine: Double
      init(from decoder: any Decoder) throws {
        var values = try decoder.unkeyedContainer()
        a = try values.decode(String.self)
        b = try values.decode(String.self)
        cosine = try values.decode(Double.self)
      }
    }
    let algorithms: [String: Algorithm]
  }

  private static func corpus(minimumCount: Int) async throws -> WordCorpus {
    let file = try await RealData.corpus("wikitext-2")
    var builder = WordCorpusBuilder()
    let splitter = WordSplitter(isNormalizing: false)
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      builder.add(splitter.words(String(line)))
    }
    return try #require(builder.finish(minimumCount: minimumCount))
  }

  /// The cosines of near and far pairs follow gensim's nearly as closely as two runs of gensim follow each other.
  @Test(.enabled(if: RealData.isAvailable), arguments: ["skipgram", "skipgram-hs", "cbow", "fasttext", "lock-free"])
  func cosinesFollowGensims(name: String) async throws {
    let file = try Golden.load(Reference.self, "word_vector_quality.json", target: "BertBaselinesTests")
    let reference = try #require(file.algorithms[name == "lock-free" ? "skipgram" : name])
    var options = WordVectorOptions()
    options.algorithm = name == "cbow" ? .cbow : name == "fasttext" ? .fasttext : .skipgram
    options.hierarchicalSoftmax = name == "skipgram-hs"
    if options.hierarchicalSoftmax { options.negatives = 0 }
    options.lockFree = name == "lock-free"
    options.dimensions = 48
    options.minimumCount = 20
    options.epochs = 2
    options.learningRate = 0.05
    options.buckets = 20_000
    let corpus = try await Self.corpus(minimumCount: options.minimumCount)
    #expect(corpus.vocabulary == reference.vocabulary)
    let trained = try #require(WordVectorTraining(corpus, options: options, threads: 2).run())
    let found = reference.pairs.map { pair -> Double in
      guard let a = trained.unitVector(of: pair.a), let b = trained.unitVector(of: pair.b) else { return .nan }
      return Double(zip(a, b).reduce(0) { $0 + $1.0 * $1.1 })
    }
    let agreement = Self.correlation(found, reference.pairs.map(\.cosine))
    #expect(agreement > reference.agreement - 0.05, "\(name): \(agreement), two runs of gensim: \(reference.agreement)")
  }

  /// Any number of threads gives the same bytes, another seed others.
  @Test(arguments: [WordVectorOptions.Algorithm.skipgram, .cbow, .glove, .fasttext])
  func theSameSeedGivesTheSameBytes(algorithm: WordVectorOptions.Algorithm) throws {
    let folder = try VectorFolder()
    var builder = WordCorpusBuilder()
    for line in 0..<300 {
      builder.add((0..<12).map { Array("w\((line * 7 + $0 * $0 * (line % 5)) % 40)".utf8)[...] })
    }
    let corpus = try #require(builder.finish(minimumCount: 1))
    var options = WordVectorOptions()
    options.algorithm = algorithm
    options.dimensions = 12
    options.buckets = 50
    func bytes(threads: Int, seed: UInt64) throws -> Data {
      options.seed = seed
      try #require(WordVectorTraining(corpus, options: options, threads: threads).run()).write(to: folder["out"])
      return try Data(contentsOf: folder["out"])
    }
    let one = try bytes(threads: 1, seed: 42)
    #expect(try one == bytes(threads: 2, seed: 42) && one == bytes(threads: 5, seed: 42))
    #expect(try one != bytes(threads: 1, seed: 43))
    // What was written is what was trained.
    let table = try WordVectorTable(contentsOf: folder["out"])
    #expect(table.count == 40 && table.dimensions == 12 && (table.subwords != nil) == (algorithm == .fasttext))
    #expect(table.vector(of: "unseen") != nil || algorithm != .fasttext)
  }

  /// A rate far too high overflows, which the result tells.
  @Test(arguments: [(Float(0.05), true), (10, false)])
  func divergenceIsTold(rate: Float, isFinite: Bool) throws {
    var builder = WordCorpusBuilder()
    for line in 0..<400 { builder.add((0..<8).map { Array("w\((line * 7 + $0 * $0) % 20)".utf8)[...] }) }
    let corpus = try #require(builder.finish(minimumCount: 1))
    var options = WordVectorOptions()
    options.dimensions = 12
    options.epochs = 30
    options.learningRate = Double(rate)
    let trained = try #require(WordVectorTraining(corpus, options: options, threads: 1).run())
    #expect(trained.isFinite == isFinite)
  }

  @Test func optionsThatCannotBeAreNamed() {
    var options = WordVectorOptions()
    #expect(options.complaint == nil)
    options.negatives = 0
    #expect(options.complaint?.contains("hierarchical") == true)
    options = WordVectorOptions()
    options.dimensions = 0
    #expect(options.complaint?.contains("dimensions") == true)
    options = WordVectorOptions()
    options.longestPart = 2
    #expect(options.complaint != nil)
  }

  private static func correlation(_ x: [Double], _ y: [Double]) -> Double {
    let n = Double(x.count)
    let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    var (xy, xx, yy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xy += (a - mx) * (b - my)
      xx += (a - mx) * (a - mx)
      yy += (b - my) * (b - my)
    }
    return xy / (xx * yy).squareRoot()
  }
}
