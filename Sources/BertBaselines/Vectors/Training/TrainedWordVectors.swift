import BertKernels
package import Foundation

/// Trained word vectors in memory.
package struct TrainedWordVectors: WordVectors {
  package let dimensions: Int
  /// The subwords; nil where there are none.
  package let subwords: Subwords?
  let index: WordIndex
  /// [V, D], or with subwords [V + buckets, D].
  let rows: [Float]
  /// A description of the training.
  package let origin: String

  /// The number of words.
  package var count: Int { index.count }

  package func add(_ word: String, weight: Float, to sum: inout [Float]) -> Bool {
    precondition(sum.count == dimensions)
    let letters = Array(word.utf8)
    var found = index.number(of: letters).map { [$0] } ?? []
    if let subwords { found += subwords.rows(of: letters).map { count + $0 } }
    guard !found.isEmpty else { return false }
    let share = weight / Float(found.count)
    rows.withUnsafeBytes { bytes in
      for row in found { FlatVectors.add(bytes, at: row * dimensions * 4, times: share, to: &sum) }
    }
    return true
  }

  /// Whether all values are finite. They are not where training diverged, and vectors are of no use then.
  package var isFinite: Bool { rows.allSatisfy(\.isFinite) }

  /// Writes the native format, aside and then moved into place.
  package func write(to url: URL) throws(VectorFileError) {
    var writer = try WordVectorWriter(to: url, dimensions: dimensions, subwords: subwords, origin: origin)
    for number in 0..<count { try writer.add(index.word(number), row(number)) }
    if let subwords {
      for bucket in 0..<subwords.buckets { try writer.addPart(row(count + bucket)) }
    }
    try writer.finish()
  }

  private func row(_ number: Int) -> [Float] { Array(rows[number * dimensions..<(number + 1) * dimensions]) }
}
