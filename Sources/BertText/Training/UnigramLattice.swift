import Foundation

/// All segmentations of a corpus's words into seed pieces. The places of the pieces are found once; training then only
/// changes the pieces' scores and drops pieces.
struct UnigramLattice {
  /// A word: its number of scalars, its frequency, and the index of its first entry in `pieces`.
  struct Word {
    let length: Int
    let count: Double
    let first: Int
  }

  /// The greatest length of a piece, in scalars.
  static let longestPiece = 16

  let words: [Word]
  /// For each word, start and length (1 to `longestPiece`) the piece at that place, or -1.
  let pieces: [Int32]
  /// The scores of the pieces, natural logarithms of probabilities; those of dropped pieces are minus infinity.
  var scores: [Double]
  /// The score of a scalar that is not a piece.
  var unknownScore = 0.0

  /// The piece at a place of a word; -1 where there is none or it was dropped.
  @inline(__always)
  func piece(_ word: Word, _ start: Int, _ length: Int) -> Int {
    let piece = pieces[word.first + start * Self.longestPiece + length - 1]
    return piece >= 0 && scores[Int(piece)] > -.infinity ? Int(piece) : -1
  }

  /// Calls `body` with every piece that begins at a place, and, where none of them has one scalar, with -1 and length
  /// 1.
  @inline(__always)
  private func forEachPiece(_ word: Word, _ start: Int, _ end: Int, _ body: (_ piece: Int, _ length: Int) -> Void) {
    var isCovered = false
    for length in 1...min(Self.longestPiece, end - start) {
      let piece = piece(word, start, length)
      guard piece >= 0 else { continue }
      if length == 1 { isCovered = true }
      body(piece, length)
    }
    if !isCovered { body(-1, 1) }
  }

  /// Adds the expected number of occurrences of each piece in a word, over all segmentations (forward-backward
  /// algorithm).
  func addExpectations(of word: Word, to expected: inout [Double]) {
    let count = word.length
    var forward = [Double](repeating: -.infinity, count: count + 1)
    var backward = forward
    forward[0] = 0
    backward[count] = 0
    for start in 0..<count where forward[start] > -.infinity {
      forEachPiece(word, start, count) { piece, length in
        let score = piece >= 0 ? scores[piece] : unknownScore
        forward[start + length] = Self.sum(forward[start + length], forward[start] + score)
      }
    }
    for start in stride(from: count - 1, through: 0, by: -1) {
      forEachPiece(word, start, count) { piece, length in
        let score = piece >= 0 ? scores[piece] : unknownScore
        backward[start] = Self.sum(backward[start], backward[start + length] + score)
      }
    }
    for start in 0..<count {
      forEachPiece(word, start, count) { piece, length in
        guard piece >= 0 else { return }
        expected[piece] +=
          word.count * exp(forward[start] + scores[piece] + backward[start + length] - forward[count])
      }
    }
  }

  /// The logarithm of the sum of two numbers, given by their logarithms.
  private static func sum(_ left: Double, _ right: Double) -> Double {
    let (less, more) = left < right ? (left, right) : (right, left)
    return less == -.infinity ? more : more + log1p(exp(less - more))
  }

  /// The best segmentation of a range of a word (Viterbi algorithm). -1 stands for a scalar that is not a piece.
  /// - Parameter excluded: a piece that must not be used.
  /// - Returns: the pieces in order; empty where there is no segmentation.
  func bestCut(_ word: Word, _ range: Range<Int>, without excluded: Int = -2) -> [Int] {
    var best = [(score: Double, piece: Int, length: Int)](
      repeating: (-.infinity, -1, 0), count: range.count + 1)
    best[0].score = 0
    for start in range {
      let here = best[start - range.lowerBound].score
      forEachPiece(word, start, range.upperBound) { piece, length in
        guard piece != excluded else { return }
        let score = here + (piece >= 0 ? scores[piece] : unknownScore)
        let place = start - range.lowerBound + length
        if score > best[place].score { best[place] = (score, piece, length) }
      }
    }
    var result: [Int] = []
    var end = range.count
    while end > 0, best[end].length > 0 {
      result.append(best[end].piece)
      end -= best[end].length
    }
    return result.reversed()
  }
}
