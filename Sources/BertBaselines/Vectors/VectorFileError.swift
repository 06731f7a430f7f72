/// Why a file of word vectors cannot be read or written: what, where, and what to do next.
public struct VectorFileError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The rule that was broken.
  public let rule: Rule
  /// The path of the file concerned.
  public let file: String
  /// Where in the file, if that is known.
  public let place: Place?

  package init(_ rule: Rule, file: String, at place: Place? = nil) {
    self.rule = rule
    self.file = file
    self.place = place
  }

  /// A place in a file.
  public enum Place: Sendable, Equatable {
    /// A line of a text, the first being 1.
    case line(Int)
    /// A byte of the content, after unpacking, the first being 0.
    case byte(Int)
  }

  /// The classes of error that a program answers differently.
  public enum Kind: Sendable { case inputMissing, badData, io }

  /// One case for each rule that a file can break.
  public enum Rule: Sendable, Equatable {
    // The file itself.
    case notFound
    case notARegularFile
    case notReadable(String)
    case readFailed(String)
    case notWritten(String)
    case changedWhileOpen
    case alreadyNative
    // The packing.
    case archive(String)
    case damagedCompression(String)
    case cutShort
    // Which format it is.
    case empty
    case unknownFormat
    // Text.
    case lineTooLong(limit: Int)
    case headerMalformed
    case noNumbers
    case fieldCount(expected: Int, found: Int)
    case notANumber(String)
    case notFinite(String)
    case wordMissing
    case wordTooLong(limit: Int)
    case rowCount(expected: Int, found: Int)
    case trailingBytes
    // Sizes.
    case dimensions(Int)
    case noWords
    case tooManyWords(Int)
    // fastText's binary form.
    case version(Int)
    case negativeSize(String, Int)
    case quantized
    case pruned
    case matrixShape(rows: Int, columns: Int, expectedRows: Int, expectedColumns: Int)
    case entryType(Int)
    case subwordLengths(minimum: Int, maximum: Int)
    // The native form.
    case tensorMissing(String)
    case tensorMalformed(String)
    case metadataMalformed(String)
  }

  /// How a program should class the error.
  public var kind: Kind {
    switch rule {
    case .notFound, .notARegularFile, .notReadable: .inputMissing
    case .readFailed, .notWritten, .changedWhileOpen: .io
    default: .badData
    }
  }

  /// One line: the file and the place in it, what is wrong, and what to do next.
  public var description: String {
    let position =
      switch place {
      case .line(let line): ":\(line)"
      case .byte(let byte): ": byte \(byte)"
      case nil: ""
      }
    return "\(file)\(position): \(rule.complaint); \(rule.remedy)"
  }
}
