public import BertCheckpoint
public import BertStorage

/// Why a file of word vectors cannot be read or written: what is wrong, where, and what to do next.
public struct VectorFileError: Error, Sendable, Equatable, CustomStringConvertible, CodedError {
  /// The rule that is broken.
  public let rule: Rule
  /// The path of the file.
  public let file: String
  /// The place in the file, if known.
  public let place: Place?

  package init(_ rule: Rule, file: String, at place: Place? = nil) {
    self.rule = rule
    self.file = file
    self.place = place
  }

  /// A place in a file.
  public enum Place: Sendable, Equatable {
    /// A line of a text, counted from 1.
    case line(Int)
    /// A byte of the decompressed content, counted from 0.
    case byte(Int)
  }

  /// One case for each rule that a file can break.
  public enum Rule: Sendable, Equatable {
    // The file itself.
    /// A file operation failed.
    case file(FileError.Fault)
    /// The file is in the native format already.
    case alreadyNative
    // Compression.
    /// The file is an archive that may hold several files; its kind.
    case archive(String)
    /// The compressed data are damaged; the compression format.
    case damagedCompression(String)
    /// The compression window is larger than 128 MiB.
    case windowTooLarge
    /// The file ends too early.
    case cutShort
    // Recognizing the format.
    /// The file is empty.
    case empty
    /// The format is not known.
    case unknownFormat
    // Text formats.
    /// A line is longer than any word and its numbers need.
    case lineTooLong(limit: Int)
    /// The sizes in the first line are impossible.
    case headerMalformed
    /// A line has a word and no numbers.
    case noNumbers
    /// A line has a different number of values than those before.
    case fieldCount(expected: Int, found: Int)
    /// The first line states a different number of dimensions than the lines below have.
    case headerDimensions(stated: Int, found: Int)
    /// A number has a decimal comma; the field.
    case decimalComma(String)
    /// The fields are separated by commas or semicolons.
    case separators
    /// A number stands between the word and its vector; the number, and the size of a vector.
    case numberInWord(String, dimensions: Int)
    /// A field is not a number; the field.
    case notANumber(String)
    /// A value is not finite; the word.
    case notFinite(String)
    /// A line has numbers but no word.
    case wordMissing
    /// A word is too long.
    case wordTooLong(limit: Int)
    /// There are fewer or more words than the first line states.
    case rowCount(expected: Int, found: Int)
    /// More bytes follow the last vector.
    case trailingBytes
    // Sizes.
    /// The size of the vectors is out of range.
    case dimensions(Int)
    /// The file has no words.
    case noWords
    /// The file has more words than are supported.
    case tooManyWords(Int)
    // fastText's binary format.
    /// The version of fastText's format is not known.
    case version(Int)
    /// A size is negative; its name and value.
    case negativeSize(String, Int)
    /// The model is quantized, so that it has no vectors to read.
    case quantized
    /// The dictionary is pruned, which is not supported.
    case pruned
    /// A matrix has a different shape than the words need.
    case matrixShape(rows: Int, columns: Int, expectedRows: Int, expectedColumns: Int)
    /// An entry of the dictionary has an unknown type.
    case entryType(Int)
    /// The lengths of subwords are impossible.
    case subwordLengths(minimum: Int, maximum: Int)
    // The native format.
    /// A tensor is missing; its name.
    case tensorMissing(String)
    /// A tensor has the wrong type or shape, or invalid values; its name.
    case tensorMalformed(String)
    /// The file is not a valid safetensors file.
    case safetensors(CheckpointError.Rule)
    /// An entry of the metadata is missing or wrong; its name.
    case metadataMalformed(String)
  }

  /// The code of the error.
  public var code: ErrorCode {
    switch rule {
    case .file(.notARegularFile): .inputMissing
    case .file(let fault), .safetensors(.file(let fault)): fault.code
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

extension VectorFileError: FileFailure {
  package init(_ error: FileError) { self.init(.file(error.fault), file: error.path) }
}
