/// WordPiece in linear time: a trie with failure links.
///
/// Greedy longest match restarts at the end of each piece and reads some bytes again. Here each node knows what greedy
/// matching would do if the next byte does not fit: which pieces it would give out (*pops*) and at which node it would
/// then stand (*fail*). So each byte of a word is read once. (LinMaxMatch: Song et al., "Fast WordPiece Tokenization",
/// EMNLP 2021, arXiv 2012.15524, algorithm 1 and 2, here over bytes: all spellings are whole UTF-8, so matches end
/// between scalars.)
///
/// Two roots share the table: node 0 for what begins a word, node 1 for what continues it.
struct WordPieceAutomaton: Sendable {
  static let initialRoot = 0
  static let suffixRoot = 1

  /// What to do where no transition fits. `node` is -1 where greedy matching would find nothing.
  struct Failure: BitwiseCopyable {
    var node: Int32
    var firstPop: Int32
    var popCount: Int32
  }

  let units: Table<DoubleArray.Unit>
  let failures: Table<Failure>
  /// Numbers of spellings (`Vocabulary.numbered`) that failures give out.
  let pops: Table<Int32>
  /// For each number, the bytes it covers where it begins a word, and where it continues one.
  let initialLengths: Table<Int32>
  let suffixLengths: Table<Int32>

  /// The most ids that all failures together may give out, for so many bytes of spellings; an honest vocabulary has about
  /// as many. A spelling of n times the same letter alone has n²/2.
  private static func greatestPopCount(ofBytes count: Int) -> Int { min(1 << 24, 65_536 + 64 * count) }

  /// - Parameters:
  ///   - prefix: what marks a spelling as a continuation, `##`.
  ///   - longestWord: longer spellings, in scalars, can never match and are left out.
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
