import BertBaselines
import BertData
import BertStorage
import Foundation

/// Word vectors trained on the texts of a run, in a temporary directory beside the bundle.
struct OwnVectors {
  private let side: SideDirectory
  private var url: URL { side.url.appendingPathComponent("vectors.safetensors") }

  /// Words that training is to see, epochs together: few texts need more than word2vec's five epochs, or the vectors
  /// stay near their random initial values. Fifty epochs are the most.
  private static let words = 3_000_000

  /// Trains the vectors; nil for a method that does not train any.
  ///
  /// - Throws: `interrupted`; `option` where no word occurs twice; `file` or `fileMalformed` where the vectors cannot
  ///   be written.
  init?(
    _ job: BaselineJob, progress: (Double) -> Void, isCancelled: () -> Bool
  ) throws(TuningError) {
    guard job.options.method.trainsVectors else { return nil }
    var builder = WordCorpusBuilder()
    let splitter = WordSplitter(isNormalizing: true)
    for row in job.data.training { builder.add(splitter.words(row.text, pair: row.pair)) }
    var options = WordVectorOptions()
    options.seed = job.options.seed
    options.minimumCount = 2
    guard let corpus = builder.finish(minimumCount: options.minimumCount) else {
      throw .option(
        name: "method", value: "word2vec", rule: "needs words that occur at least twice; choose another method")
    }
    options.epochs = max(5, min(50, Self.words / max(1, corpus.count)))
    guard
      let trained = WordVectorTraining(corpus, options: options, threads: job.threads).run(progress: {
        progress($0.fraction)
        return !isCancelled()
      })
    else { throw .interrupted(checkpoint: nil) }
    side = try TuningError.onFiles { () throws(FileError) in try SideDirectory(beside: job.output) }
    do {
      try trained.write(to: url)
    } catch {
      guard case .file(let fault) = error.rule else { throw .fileMalformed(path: url.path, reason: "\(error)") }
      throw .file(FileError(fault, error.file))
    }
  }

  /// The vectors, as a memory-mapped table.
  func table() throws(TuningError) -> WordVectorTable {
    do {
      return try WordVectorTable(contentsOf: url)
    } catch {
      throw .fileMalformed(path: url.path, reason: "\(error)")
    }
  }

  func remove() { side.remove() }
}
