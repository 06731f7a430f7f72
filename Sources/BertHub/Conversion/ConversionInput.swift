import BertCheckpoint
import BertStorage
import Foundation

/// A file out of a package that is being converted, mapped and read only inside its bounds.
///
/// Its hash has been verified, yet every length and offset is checked all the same: a converter must not depend on who
/// called it.
struct ConversionInput {
  /// What the file is called in errors.
  let label: String
  private let file: MappedFile

  init(_ url: URL, label: String) throws(HubError) {
    self.label = label
    file = try HubError.onFiles { () throws(FileError) in try MappedFile(path: url.path) }
  }

  /// Bytes in the file.
  var size: Int { file.size }

  /// Calls `body` with the bytes of a range.
  ///
  /// - Throws: `unexpectedContent` for a range that does not lie in the file, `io`.
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

  /// The error for content that breaks a rule of the file's format.
  func damaged(_ detail: String) -> HubError { HubError(.unexpectedContent(detail), label) }
}

extension HubError {
  /// The same trouble, met while a file was converted.
  init(_ error: CheckpointError) {
    switch error.rule {
    case .file(let fault): self.init(.file(fault), error.file)
    default: self.init(.unexpectedContent("\(error.rule)"), error.file)
    }
  }
}
