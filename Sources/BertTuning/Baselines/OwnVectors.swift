import BertBaselines
import BertData
import Foundation

/// Word vectors trained on the texts of a run, in a file beside the bundle-to-be that is gone when the bundle is made.
struct OwnVectors {
  private let url: URL

  /// Trains the vectors; nil for a method that has none of its own.
  ///
  /// - Throws: `interrupted`, `io`.
  init?(
    _ job: BaselineJob, progress: (Double) -> Void, isCancelled: () -> Bool
  ) throws(TuningError) {
    guard job.options.method == .word2vec else { return nil }
    throw .option(name: "method", value: "word2vec", rule: "cannot train word vectors yet")
  }

  /// The vectors, mapped.
  func table() throws(TuningError) -> WordVectorTable {
    do {
      return try WordVectorTable(contentsOf: url)
    } catch {
      throw .fileMalformed(path: url.path, reason: "\(error)")
    }
  }

  func remove() { FileSystem.discard(url) }
}
