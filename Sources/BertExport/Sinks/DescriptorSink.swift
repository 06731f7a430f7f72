import BertStorage
import Foundation

/// An open file descriptor. Rows are only appended, there is no file beside it, and a run cannot be resumed.
final class DescriptorSink: EmbeddingSink {
  private let descriptor: Int32
  private let format: any RowFormat

  let place: String
  var isWhole: Bool { false }
  var recovered: ExportState? { nil }

  /// - Parameters:
  ///   - descriptor: It stays open.
  ///   - place: Its name in messages.
  ///   - format: How rows are written.
  init(_ descriptor: Int32, place: String, format: any RowFormat) {
    self.descriptor = descriptor
    self.place = place
    self.format = format
  }

  func begin(_ description: VectorDescription) throws(ExportError) { try write(format.header(description)) }

  func append(_ batch: EmbeddingBatch) throws(ExportError) { try write(format.encode(batch)) }

  func commit(_ state: ExportState) throws(ExportError) {}

  func finish(_ description: VectorDescription, _ state: ExportState) throws(ExportError) {
    try write(format.trailer)
  }

  func discard() {}

  private func write(_ bytes: [UInt8]) throws(ExportError) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if written >= 0 {
        start += written
      } else if errno != EINTR {
        throw .output(FileError(.writing("write", errno), place))
      }
    }
  }
}
