/// A unigram language model: it chooses the segmentation of a piece whose tokens have the greatest sum of scores.
final class UnigramModel: SubwordModel {
  /// The best segmentation of the bytes before an index.
  struct Path: BitwiseCopyable {
    var score: Double
    /// Its last token, and the index at which that begins; -1 where no token ends at the index.
    var id: Int32
    var start: Int32
  }

  let unknownID: Int32?
  var showsUnknownText: Bool { true }
  private let vocabulary: Vocabulary
  private let trie: Table<DoubleArray.Unit>
  /// For each node of the trie the token that ends there, or -1.
  private let ids: Table<Int32>
  private let scores: Table<Double>
  /// The score of a scalar that is not a token.
  private let unknownScore: Double
  /// For each byte its token such as `<0x0A>`, or -1; empty where unknown scalars are not replaced by the tokens of
  /// their bytes.
  private let fallbackIDs: [Int32]

  /// The difference between the lowest score of a token and the score of an unknown scalar.
  static let unknownPenalty = 10.0

  /// - Parameters:
  ///   - vocabulary: the tokens.
  ///   - scores: the logarithms of probabilities, one for each id of the vocabulary.
  ///   - unknownID: the unknown token; required unless all bytes have a token.
  ///   - fallsBackToBytes: whether unknown scalars are replaced by the tokens of their bytes.
  ///   - file: the file's name, for errors.
  /// - Throws: `missingSpecialToken` where `unknownID` is required.
  init(
    _ vocabulary: Vocabulary, scores: [Double], unknownID: Int32?, fallsBackToBytes: Bool, file: String
  ) throws(TokenizerError) {
    let fallbackIDs = fallsBackToBytes ? (0..<256).map { vocabulary.id(ofByte: $0) ?? -1 } : []
    guard unknownID != nil || fallsBackToBytes && fallbackIDs.allSatisfy({ $0 >= 0 }) else {
      throw .missingSpecialToken(file: file, role: "unknown", token: "unk_id")
    }
    var builder = TrieBuilder()
    builder.insert(vocabulary.entries.filter { !$0.spelling.isEmpty }.map { (key: $0.spelling, id: $0.id) }, [])
    let units = builder.trie.units
    var ids = [Int32](repeating: -1, count: units.count)
    for node in builder.nodes { if let id = node.id { ids[node.place] = id } }
    self.vocabulary = vocabulary
    self.unknownID = unknownID
    self.fallbackIDs = fallbackIDs
    trie = Table(units)
    self.ids = Table(ids)
    self.scores = Table(scores)
    unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
  }

  func cut(_ piece: UnsafeBufferPointer<UInt8>, _ scratch: inout ModelScratch) {
    let count = piece.count
    let unknown = unknownID ?? -1
    scratch.paths.removeAll(keepingCapacity: true)
    scratch.paths.append(
      contentsOf: repeatElement(Path(score: 0, id: -1, start: -1), count: count + 1))
    scratch.paths.withUnsafeMutableBufferPointer { paths in findBestPaths(piece, unknown, paths) }

    // Backwards from the end; adjacent unknown scalars become one token.
    let first = scratch.tokens.count
    var end = count
    while end > 0 {
      let path = scratch.paths[end]
      guard path.start >= 0 else { break }
      var start = Int(path.start)
      if path.id == unknown {
        while start > 0, scratch.paths[start].id == unknown, scratch.paths[start].start >= 0 {
          start = Int(scratch.paths[start].start)
        }
        appendUnknown(UnsafeBufferPointer(rebasing: piece[start..<end]), at: start, &scratch.tokens)
      } else {
        scratch.tokens.append(PieceToken(id: path.id, start: Int32(start), end: Int32(end)))
      }
      end = start
    }
    scratch.tokens[first...].reverse()
  }

  private func findBestPaths(
    _ piece: UnsafeBufferPointer<UInt8>, _ unknown: Int32, _ paths: UnsafeMutableBufferPointer<Path>
  ) {
    let (trie, ids, scores) = (trie.pointer, ids.pointer, scores.pointer)
    let count = piece.count
    var start = 0
    while start < count {
      let score = paths[start].score
      let length = UTF8Scan.scalar(piece, at: start).length
      var isCovered = false
      var node: Int32 = 0
      var end = start
      while end < count {
        let next = trie[Int(node)].base ^ Int32(piece[end])
        guard trie[Int(next)].check == node else { break }
        node = next
        end += 1
        let id = ids[Int(node)]
        guard id >= 0 else { continue }
        let candidate = scores[Int(id)] + score
        if paths[end].start < 0 || candidate > paths[end].score {
          paths[end] = Path(score: candidate, id: id, start: Int32(truncatingIfNeeded: start))
        }
        if end - start == length { isCovered = true }
      }
      if !isCovered {
        let candidate = unknownScore + score
        if paths[start + length].start < 0 || candidate > paths[start + length].score {
          paths[start + length] = Path(score: candidate, id: unknown, start: Int32(truncatingIfNeeded: start))
        }
      }
      start += length
    }
  }

  /// Appends the tokens of unknown text in reverse order: those of its bytes where all have one, else one unknown
  /// token.
  private func appendUnknown(_ text: UnsafeBufferPointer<UInt8>, at start: Int, _ tokens: inout [PieceToken]) {
    let end = Int32(start + text.count)
    if !fallbackIDs.isEmpty, text.allSatisfy({ fallbackIDs[Int($0)] >= 0 }), vocabulary.id(of: Array(text)) == nil {
      for byte in text.reversed() {
        tokens.append(PieceToken(id: fallbackIDs[Int(byte)], start: Int32(start), end: end))
      }
    } else if let unknownID {
      tokens.append(PieceToken(id: unknownID, start: Int32(start), end: end))
    }
  }
}
