import BertKernels
package import Foundation

/// Word vectors in the native format, memory-mapped: opening takes milliseconds, and only pages that are used take
/// memory.
package final class WordVectorTable: WordVectors {
  let file: NativeVectorFile

  /// Opens a file of `bertft vectors convert` or `bertft vectors train`.
  ///
  /// - Throws: ``VectorFileError`` where the file cannot be read or its tensors do not fit each other.
  package init(contentsOf url: URL) throws(VectorFileError) { file = try NativeVectorFile(url) }

  /// The number of words with a row.
  package var count: Int { file.count }
  /// The size of a vector.
  package var dimensions: Int { file.dimensions }
  /// The subwords; nil where unknown words have no vector.
  package var subwords: Subwords? { file.subwords }
  /// A description of the source of the vectors.
  package var origin: String { file.origin }

  /// A word by its number, `0..<count`, in the order of the source file, which is mostly by descending frequency.
  package func word(_ number: Int) throws(VectorFileError) -> String {
    precondition((0..<count).contains(number))
    return try file.withBytes { String(decoding: file.word(number, in: $0), as: UTF8.self) }
  }

  /// The number of a word; nil if it has no row of its own.
  package func number(of word: String) throws(VectorFileError) -> Int? {
    let letters = Array(word.utf8)
    return try file.withBytes { file.number(of: letters, in: $0) }
  }

  /// Adds `weight` times the vector of a word to a sum. With subwords, a word has a vector unless it has no subwords at
  /// all.
  ///
  /// Returns false for every word once another program has shortened the open file.
  package func add(_ word: String, weight: Float, to sum: inout [Float]) -> Bool {
    precondition(sum.count == dimensions)
    let letters = Array(word.utf8)
    let found = try? file.withBytes { bytes in
      let number = file.number(of: letters, in: bytes)
      var rows = number.map { [file.row($0)] } ?? []
      if let subwords { rows += subwords.rows(of: letters).map(file.part) }
      guard !rows.isEmpty else { return false }
      let share = weight / Float(rows.count)
      for row in rows { FlatVectors.add(bytes, at: row, times: share, to: &sum) }
      return true
    }
    return found ?? false
  }

  /// The vectors of the words in a range, [range.count, D].
  func vectors(_ range: Range<Int>) throws(VectorFileError) -> [Float] {
    var values = [Float](repeating: 0, count: range.count * dimensions)
    var one = [Float](repeating: 0, count: dimensions)
    for (place, number) in range.enumerated() {
      try file.withBytes { bytes in
        for index in one.indices { one[index] = 0 }
        var rows = [file.row(number)]
        if let subwords { rows += subwords.rows(of: file.word(number, in: bytes)).map(file.part) }
        let share = 1 / Float(rows.count)
        for row in rows { FlatVectors.add(bytes, at: row, times: share, to: &one) }
      }
      values.replaceSubrange(place * dimensions..<(place + 1) * dimensions, with: one)
    }
    return values
  }
}
