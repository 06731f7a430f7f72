import Foundation

/// How far an export is: what a sink keeps together with the rows, so that both are lost or neither.
struct ExportState: Codable, Equatable {
  /// What the rows were made with; rows of another making must not stand behind them.
  var making: String
  /// Rows written.
  var rows = 0
  /// Usable rows of the input that have been read, those before the shard included.
  var read = 0
  /// A hash over the texts of those rows.
  var texts: UInt64 = TextHash.start
  var tokens = 0
  var truncated = 0
  var encoded = 0
  var ranges: VectorRanges?
  /// Bytes of the sink's files that belong to these rows.
  var sizes: [String: Int] = [:]
  /// The output is whole and is being moved into its place.
  var isFinishing = false

  var json: Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return (try? encoder.encode(self)) ?? Data()
  }
}

/// A hash over texts one after another, by which a resumed run notices that its input is another one (FNV-1a, 64 bits).
enum TextHash {
  static let start: UInt64 = 0xCBF2_9CE4_8422_2325

  static func add(_ text: String, to hash: inout UInt64) {
    var value = hash
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    // A byte that no UTF-8 has ends the text.
    hash = (value ^ 0xFF) &* 0x100_0000_01B3
  }
}
