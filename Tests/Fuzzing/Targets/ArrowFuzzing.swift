import BertArrow
import Foundation

/// Arrow's streams: every column is asked for its texts.
enum ArrowFuzzing {
  private struct Memory: ArrowInput {
    var rest: ArraySlice<UInt8>

    mutating func read(_ count: Int) throws(ArrowError) -> [UInt8] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
  }

  /// The whole input is a stream.
  static func read(_ input: Data) {
    var reader = ArrowStreamReader(Memory(rest: [UInt8](input)[...]), limit: 1 << 20)
    do throws(ArrowError) {
      guard let schema = try reader.schema() else { return }
      while let batch = try reader.next() {
        for column in schema.columns { check(batch, column) }
      }
    } catch {
      precondition(!error.description.isEmpty)
    }
  }

  private static func check(_ batch: ArrowBatch, _ column: ArrowSchema.Column) {
    do throws(ArrowError) {
      let texts = try batch.texts(column)
      precondition(texts.count == batch.rows)
      for row in 0..<texts.count { _ = texts.with(row) { $0.map { String(decoding: $0, as: UTF8.self) } } }
    } catch {
      precondition(!error.description.isEmpty)
    }
  }
}
