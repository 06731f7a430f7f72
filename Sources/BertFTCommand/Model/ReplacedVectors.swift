import BertBaselines
import BertFT
import Foundation

/// Word vectors that lie where others are to go.
enum ReplacedVectors {
  /// Refuses to replace what was not made of the same source.
  ///
  /// - Parameters:
  ///   - origin: What the new ones say that they come from.
  ///   - corpus: The texts that they learn from; nil where they are converted.
  /// - Throws: `CommandFailure`.
  static func check(_ place: URL, origin: String, corpus: WordCorpus? = nil) throws(CommandFailure) {
    guard FileManager.default.fileExists(atPath: place.path) else { return }
    guard let table = try? WordVectorTable(contentsOf: place) else {
      throw ReplacedBundle.taken(place, "it is there, and holds no word vectors of this program")
    }
    let isSame =
      table.origin == origin
      && (corpus.map { corpus in
        table.count == corpus.vocabulary && (0..<table.count).allSatisfy { (try? table.word($0)) == corpus.word($0) }
      } ?? true)
    if !isSame { throw ReplacedBundle.taken(place, "it holds word vectors of another source: \(table.origin)") }
  }
}
