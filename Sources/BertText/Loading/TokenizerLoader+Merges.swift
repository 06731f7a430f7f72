import BertStorage

extension TokenizerLoader {
  /// The merges of a byte-pair model in `tokenizer.json`, in the order of their ranks.
  static func merges(_ value: JSONValue?, file: String) throws(TokenizerError) -> [(left: [UInt8], right: [UInt8])] {
    guard let elements = value?.elements else {
      throw .invalidField(file: file, field: "model.merges", reason: "a list was expected")
    }
    var merges: [(left: [UInt8], right: [UInt8])] = []
    merges.reserveCapacity(elements.count)
    for (rank, element) in elements.enumerated() {
      if let line = element.bytes, line.starts(with: "#version".utf8) { continue }
      guard let merge = merge(element) else {
        throw .invalidField(file: file, field: "model.merges", reason: "merge \(rank) is not a pair")
      }
      merges.append(merge)
    }
    return merges
  }

  /// The merges of `merges.txt`, one per line after the version line.
  static func merges(list: [UInt8], file: String) throws(TokenizerError) -> [(left: [UInt8], right: [UInt8])] {
    if let offset = list.firstInvalidUTF8Offset { throw .invalidUTF8(file: file, offset: offset) }
    var merges: [(left: [UInt8], right: [UInt8])] = []
    for (index, line) in list.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if line.isEmpty || line.starts(with: "#version".utf8) { continue }
      guard let merge = merge(line: line) else {
        throw .invalidField(file: file, field: "line \(index + 1)", reason: "two spellings were expected")
      }
      merges.append(merge)
    }
    return merges
  }

  /// `"a b"`, or `["a", "b"]`.
  private static func merge(_ value: JSONValue) -> (left: [UInt8], right: [UInt8])? {
    if let pair = value.elements {
      guard pair.count == 2, let left = pair[0].bytes, let right = pair[1].bytes else { return nil }
      return (left, right)
    }
    return value.bytes.flatMap { merge(line: $0[...]) }
  }

  /// `a b`.
  private static func merge(line: ArraySlice<UInt8>) -> (left: [UInt8], right: [UInt8])? {
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    return (Array(parts[0]), Array(parts[1]))
  }

  /// The pieces of a unigram model in `tokenizer.json`, in the order of their ids.
  static func scoredPieces(_ value: JSONValue?, file: String) throws(TokenizerError) -> [ScoredPiece] {
    guard let elements = value?.elements else {
      throw .invalidField(file: file, field: "model.vocab", reason: "a list was expected")
    }
    var pieces: [ScoredPiece] = []
    pieces.reserveCapacity(elements.count)
    for (id, element) in elements.enumerated() {
      guard let pair = element.elements, pair.count == 2, let spelling = pair[0].bytes, let score = pair[1].number
      else {
        throw .invalidField(file: file, field: "model.vocab", reason: "entry \(id) is not a spelling and a score")
      }
      pieces.append((spelling, score))
    }
    return pieces
  }
}
