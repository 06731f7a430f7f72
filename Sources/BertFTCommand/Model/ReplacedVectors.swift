import BertBaselines
import BertFT
import Foundation

/// Word vectors that lie where others are to go.
enum ReplacedVectors {
  /// Refuses to replace vectors that were not converted from a file of the same name.
  ///
  /// - Throws: `CommandFailure`.
  static func check(_ place: URL, convertedFrom file: URL) throws(CommandFailure) {
    try check(place) { $0.origin.hasPrefix(WordVectorFile.origin(of: file)) }
  }

  /// Refuses to replace vectors that did not learn from the same words by the same algorithm.
  ///
  /// - Throws: `CommandFailure`.
  static func check(_ place: URL, origin: String, corpus: WordCorpus) throws(CommandFailure) {
    try check(place) { table in
      table.origin == origin && table.count == corpus.vocabulary
        && (0..<table.count).allSatisfy { (try? table.word($0)) == corpus.word($0) }
    }
  }

  private static func check(_ place: URL, _ isSame: (WordVectorTable) -> Bool) throws(CommandFailure) {
    guard FileManager.default.fileExists(atPath: place.path) else { return }
    guard let table = try? WordVectorTable(contentsOf: place) else {
      throw ReplacedBundle.taken(place, "it is there, and holds no word vectors of this program")
    }
    if !isSame(table) { throw ReplacedBundle.taken(place, "it holds word vectors of another source: \(table.origin)") }
  }
}
