import BertText
import Foundation
import _TestSupport

/// What Scripts/golden/tokenizer.py wrote, and the same digest and generator as there.
enum GoldenFigures {
  static let target = "BertTextTests"

  /// Name, `clean_text`, `handle_chinese_chars`, `strip_accents`, `lowercase`: the script's SETTINGS.
  static let settings: [(name: String, normalizer: String)] = [
    ("uncased", normalizer(true, true, nil, true)),
    ("cased", normalizer(true, true, nil, false)),
    ("lowercase-keep-accents", normalizer(true, true, false, true)),
    ("cased-strip-accents", normalizer(true, true, true, false)),
    ("no-ideographs", normalizer(true, false, nil, true)),
    ("no-cleaning", normalizer(false, true, nil, true)),
    ("nothing", normalizer(false, false, false, false)),
  ]

  private static func normalizer(_ clean: Bool, _ ideographs: Bool, _ strip: Bool?, _ lower: Bool) -> String {
    """
    {"type":"BertNormalizer","clean_text":\(clean),"handle_chinese_chars":\(ideographs),\
    "strip_accents":\(strip.map(String.init) ?? "null"),"lowercase":\(lower)}
    """
  }

  /// The real model's tokenizer with another normalizer.
  static func tokenizer(_ setting: String) async throws -> any Tokenizer {
    let model = try await RealData.modelDirectory()
    var text = try String(contentsOf: model.appendingPathComponent("tokenizer.json"), encoding: .utf8)
    guard let start = text.range(of: "\"normalizer\":{"),
      let end = text.range(of: "}", range: start.upperBound..<text.endIndex),
      let wanted = settings.first(where: { $0.name == setting })
    else { throw CocoaError(.fileReadCorruptFile) }
    text.replaceSubrange(start.lowerBound..<end.upperBound, with: "\"normalizer\":" + wanted.normalizer)
    return try TemporaryDirectory.with(["tokenizer.json": Data(text.utf8)]) { try TokenizerLoader.load(directory: $0) }
  }

  /// The sum over i of splitmix64(i) * (value i + 1), modulo 2^64; for each encoding its count, ids, starts, ends.
  static func digest(_ encodings: some Sequence<Encoding>) -> String {
    var digest = Digest()
    for encoding in encodings {
      digest.add(encoding.ids.count)
      for id in encoding.ids { digest.add(Int(id)) }
      for offset in encoding.offsets { digest.add(offset.lowerBound) }
      for offset in encoding.offsets { digest.add(offset.upperBound) }
    }
    return digest.text
  }

  /// The script's digest of any numbers.
  struct Digest {
    private var index: UInt64 = 0
    private var total: UInt64 = 0

    mutating func add(_ value: Int) {
      total &+= GoldenFigures.mixed(index) &* (UInt64(bitPattern: Int64(value)) &+ 1)
      index += 1
    }

    var text: String {
      let digits = String(total, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  private static func mixed(_ index: UInt64) -> UInt64 {
    var z = (index &+ 1) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The physical lines of a corpus file, as the script splits them.
  static func lines(_ corpus: String) async throws -> [String] {
    try Data(contentsOf: await RealData.corpus(corpus))
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
  }
}

/// The script's `Random` and `random_text`.
struct RandomText {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  private mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(limit))
  }

  private static let ranges: [(UInt32, UInt32)] = [
    (0x20, 0x7E), (0x61, 0x7A), (0x20, 0x20), (0xA0, 0x24F), (0x300, 0x36F), (0x302A, 0x302F), (0x1D157, 0x1D172),
    (0xAC00, 0xD7A3), (0x1100, 0x11FF), (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x0, 0x20),
    (0x2000, 0x206F), (0x1F300, 0x1FAFF), (0x900, 0xDFF), (0x370, 0x52F), (0x590, 0x6FF), (0x1E00, 0x1FFF),
    (0xF70, 0xF84), (0x1B34, 0x1BF3), (0x11100, 0x116BF), (0x10000, 0x2FFFF),
  ]

  private static let pieces = [
    "[CLS]", "[SEP]", "[MASK]", "[UNK]", "[PAD]", "[cls]", "##", "\u{130}", "\u{3a3}\u{3a3}", "\u{fb01}", "\u{1e9e}",
  ]

  mutating func next() -> String {
    var text = ""
    for _ in 0..<below(24) {
      if below(12) == 0 { text += Self.pieces[below(Self.pieces.count)] }
      let (low, high) = Self.ranges[below(Self.ranges.count)]
      for _ in 0..<(1 + below(5)) {
        text.unicodeScalars.append(Unicode.Scalar(low + UInt32(below(Int(high - low) + 1))) ?? "?")
      }
    }
    return text
  }
}

/// A directory that lives as long as a closure.
enum TemporaryDirectory {
  static func with<Result>(_ files: [String: Data], _ body: (URL) throws -> Result) throws -> Result {
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("BertText-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    for (name, data) in files { try data.write(to: directory.appendingPathComponent(name)) }
    return try body(directory)
  }
}
