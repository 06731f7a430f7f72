package import BertBaselines

/// The words that can replace those of some texts: their nearest neighbours by word vectors.
package enum WordNeighbours {
  /// Neighbours kept for each word; a version draws one of them.
  private static let count = 5
  /// Words at the beginning of a table that are never replaced. Tables begin with the most frequent words, which carry
  /// the grammar of a sentence and its negations.
  private static let frequent = 150

  /// The neighbours of each word of the texts that has any, by the word in lower case, nearest first.
  ///
  /// - Parameters:
  ///   - texts: The texts whose words are looked up.
  ///   - table: The word vectors, the most frequent words first.
  ///   - isCancelled: Asked before each word.
  ///
  /// - Throws: `interrupted`; `fileMalformed` for a table that cannot be read.
  /// - Complexity: A pass over the table for each word.
  package static func find(
    in texts: [String], _ table: WordVectorTable, isCancelled: () -> Bool
  ) throws(TuningError) -> [String: [String]] {
    var words = Set<String>()
    for text in texts {
      let split = WordText(text)
      for place in split.plain { words.insert(split.words[place].core.lowercased()) }
    }
    var found: [String: [String]] = [:]
    do {
      let spared = try Set((0..<min(frequent, table.count)).map { try table.word($0).lowercased() })
      for word in words.subtracting(spared).sorted() {
        if isCancelled() { throw TuningError.interrupted(checkpoint: nil) }
        guard try table.number(of: word) != nil, let vector = table.unitVector(of: word) else { continue }
        // Four times as many are asked for: some are the word in another spelling, or no words.
        let near = try table.neighbours(of: vector, count: 4 * count).map { $0.word.lowercased() }
        var own: [String] = []
        for other in near where other != word && !spared.contains(other) && !own.contains(other) {
          if other.allSatisfy(\.isLetter), own.count < count { own.append(other) }
        }
        if !own.isEmpty { found[word] = own }
      }
    } catch let error as VectorFileError {
      throw .fileMalformed(path: table.origin, reason: "\(error)")
    } catch let error as TuningError {
      throw error
    } catch {
      preconditionFailure("nothing else is thrown")
    }
    return found
  }
}
