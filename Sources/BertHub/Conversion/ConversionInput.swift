import BertCheckpoint
import BertStorage
import Foundation

/// A memory-mapped file to convert, which is read only inside its bounds.
///
/// The caller has verified the file's hash. Every length and offset is checked all the same, so that the conversion
/// does not depend on its caller.
struct ConversionInput {
  /// The file's name in errors.
  let label: String
  private let file: MappedFile

  init(_ url: URL, label: String) throws(HubError) {
    self.label = label
    file = try HubError.onFiles { () throws(FileError) in try MappedFile(path: url.path) }
  }

  /// The size of the file in bytes.
  var size: Int { file.size }

  /// Calls `body` with the bytes of a range.
  ///
  /// - Throws: `unexpectedContent` for a range that is not inside the file, `file` where reading fails.
  func withBytes<Result>(
    _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(HubError) -> Result {
    guard range.lowerBound >= 0, range.upperBound <= size else { throw damaged("it ends too early") }
    return try HubError.onFiles { () throws(FileError) in try file.withBytes(range, body) }
  }

  /// The text of a range.
  func string(_ range: Range<Int>) throws(HubError) -> String {
    guard let text = try withBytes(range, { String(validating: $0, as: UTF8.self) }) else {
      throw damaged("a name is not UTF-8")
    }
    return text
  }

  /// The error for content that violates the file's format.
  func damaged(_ detail: String) -> HubError { HubError(.unexpectedContent(detail), label) }
}

extension HubError {
  /// An error of the writer of checkpoints, during a conversion.
  init(_ error: CheckpointError) {
    switch error.rule {
    case .file(let fault): self.init(.file(fault), error.file)
    default: self.init(.unexpectedContent("\(error.rule)"), error.file)
    }
  }
}
