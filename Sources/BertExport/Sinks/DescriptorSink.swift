import BertStorage
import Foundation

/// An open descriptor, to which rows are written forwards and nothing else: no file beside it, nothing to go on from.
final class DescriptorSink: EmbeddingSink {
  private let descriptor: Int32
  private let format: any RowFormat

  let place: String
  var isWhole: Bool { false }
  var recovered: ExportState? { nil }

  /// - Parameter place: How messages call it.
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
