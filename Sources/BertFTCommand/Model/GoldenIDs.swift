import Foundation

/// The ids that another tokenizer gave: a file with one JSON object a line that has a member `ids`.
struct GoldenIDs {
  private struct Line: Decodable {
    var ids: [Int32]
  }

  private let path: String
  private let lines: [Data]

  /// - Throws: `CommandFailure` for a file that cannot be read.
  init(path: String) throws {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CommandFailure(.inputMissing, "\(path): no such file, or it cannot be read")
    }
    lines = data.split(separator: UInt8(ascii: "\n")).filter { !$0.allSatisfy { $0 == 0x20 || $0 == 0x0D } }
  }

  var count: Int { lines.count }

  /// The ids of a text.
  ///
  /// - Throws: `CommandFailure` for a line that is not such an object.
  func ids(at index: Int) throws -> [Int32] {
    do {
      return try JSONDecoder().decode(Line.self, from: lines[index]).ids
    } catch {
      throw CommandFailure(.badData, "\(path):\(index + 1): not a JSON object with a list of numbers \"ids\"")
    }
  }
}
