/// WordPiece in linear time: a trie with failure links.
///
/// Greedy longest match restarts at the end of each subword and reads some bytes again. Here each node has a failure
/// link for a byte without a transition: the subwords that greedy matching would emit (*pops*) and the node from which
/// it would continue. So each byte of a word is read once. (LinMaxMatch: Song et al., "Fast WordPiece Tokenization",
/// EMNLP 2021, arXiv 2012.15524, algorithms 1 and 2, here over bytes: all spellings are valid UTF-8, so matches end
/// between scalars.)
///
/// The table has two roots: node 0 for the beginning of a word, node 1 for its continuation.
struct WordPieceAutomaton: Sendable {
  static let initialRoot = 0
  static let suffixRoot = 1

  /// The failure link of a node, for a byte without a transition. `node` is -1 where greedy matching finds no subword.
  struct Failure: BitwiseCopyable {
    var node: Int32
    var firstPop: Int32
    var popCount: Int32
  }

  let units: Table<DoubleArray.Unit>
  let failures: Table<Failure>
  /// The numbers of spellings (`Vocabulary.numbered`) that failure links emit.
  let pops: Table<Int32>
  /// For each number, how many bytes it covers at the beginning of a word, and in its continuation.
  let initialLengths: Table<Int32>
  let suffixLengths: Table<Int32>

  /// The greatest number of pops of all failure links together, for a number of bytes of spellings. Real vocabularies
  /// have about one per byte; one spelling of n equal letters could have n²/2.
  private static func greatestPopCount(ofBytes count: Int) -> Int { min(1 << 24, 65_536 + 64 * count) }

  /// - Parameters:
  ///   - vocabulary: the subwords.
  ///   - prefix: the prefix of subwords that continue a word, `##`.
  ///   - longestWord: the greatest number of scalars of a word; longer spellings can never match and are left out.
  ///   - file: the file's name, for errors.
  /// - Throws: `vocabularyTooComplex`.
  init(_ vocabulary: Vocabulary, prefix: [UInt8], longestWord: Int, file: String) throws(TokenizerError) {
    var initial: [(key: ArraySlice<UInt8>, id: Int32)] = []
    var suffix: [(key: ArraySlice<UInt8>, id: Int32)] = []
    var initialLengths = [Int32](repeating: 0, count: vocabulary.numberCount)
    var suffixLengths = [Int32](repeating: 0, count: vocabulary.numberCount)
    for (spelling, id) in vocabulary.numbered {
      initialLengths[Int(id)] = Int32(spelling.count)
      suffixLengths[Int(id)] = Int32(max(0, spelling.count - prefix.count))
      if !spelling.isEmpty, Self.scalarCount(spelling) <= longestWord { initial.append((spelling, id)) }
      if spelling.count > prefix.count, spelling.starts(with: prefix),
        Self.scalarCount(spelling.dropFirst(prefix.count)) <= longestWord
      {
        suffix.append((spelling.dropFirst(prefix.count), id))
      }
    }
    var builder = TrieBuilder()
    builder.insert(initial, suffix)
    var linker = Linker(builder)
    let bytes = vocabulary.entries.reduce(0) { $0 + $1.spelling.count }
    guard linker.link(greatestPopCount: Self.greatestPopCount(ofBytes: bytes)) else {
      throw .vocabularyTooComplex(file: file)
    }
    units = Table(builder.trie.units)
    failures = Table(linker.failures)
    pops = Table(linker.pops)
    self.initialLengths = Table(initialLengths)
    self.suffixLengths = Table(suffixLengths)
  }

  private static func scalarCount(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
}
