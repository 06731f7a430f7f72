public import BertCheckpoint
public import BertStorage

/// Why a file of word vectors cannot be read or written: what, where, and what to do next.
public struct VectorFileError: Error, Sendable, Equatable, CustomStringConvertible, CodedError {
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

  /// One case for each rule that a file can break.
  public enum Rule: Sendable, Equatable {
    // The file itself.
    /// The file system objected.
    case file(FileError.Fault)
    /// It is in the native form already.
    case alreadyNative
    // The packing.
    /// It is an archive of several files; its kind.
    case archive(String)
    /// The packed data are damaged; the kind of packing.
    case damagedCompression(String)
    /// It looks farther back than 128 MiB.
    case windowTooLarge
    /// It ends too early.
    case cutShort
    // Which format it is.
    /// There is nothing in it.
    case empty
    /// It is none of the known formats.
    case unknownFormat
    // Text.
    /// A line has more bytes than any word and its numbers need.
    case lineTooLong(limit: Int)
    /// The first line does not hold the counts it should.
    case headerMalformed
    /// A line has a word and no numbers.
    case noNumbers
    /// A line has another count of numbers than those before.
    case fieldCount(expected: Int, found: Int)
    /// The first line states another count of numbers than the lines below have.
    case headerDimensions(stated: Int, found: Int)
    /// A number is written with a comma; the field.
    case decimalComma(String)
    /// The fields are separated by commas or semicolons.
    case separators
    /// A number stands where the word is, behind its first field; the number, and how many a vector has.
    case numberInWord(String, dimensions: Int)
    /// A field is no number; the field.
    case notANumber(String)
    /// A number is not finite; the field.
    case notFinite(String)
    /// A line has numbers and no word.
    case wordMissing
    /// A word has too many bytes.
    case wordTooLong(limit: Int)
    /// There are fewer or more words than the first line says.
    case rowCount(expected: Int, found: Int)
    /// Something follows behind the last vector.
    case trailingBytes
    // Sizes.
    /// The count of numbers in a vector is out of range.
    case dimensions(Int)
    /// There is no word in it.
    case noWords
    /// There are more words than can be numbered.
    case tooManyWords(Int)
    // fastText's binary form.
    /// A version of fastText's form that is not known.
    case version(Int)
    /// A size is below zero; its name and value.
    case negativeSize(String, Int)
    /// The vectors are quantised, which cannot be read.
    case quantized
    /// The subwords are pruned, which cannot be read.
    case pruned
    /// A matrix has another shape than the words ask for.
    case matrixShape(rows: Int, columns: Int, expectedRows: Int, expectedColumns: Int)
    /// An entry of the dictionary is of no known kind.
    case entryType(Int)
    /// The lengths of subwords make no sense.
    case subwordLengths(minimum: Int, maximum: Int)
    // The native form.
    /// A tensor is missing; its name.
    case tensorMissing(String)
    /// A tensor has the wrong type or shape, or breaks a rule; its name.
    case tensorMalformed(String)
    /// The file is not the safetensors file that it should be.
    case safetensors(CheckpointError.Rule)
    /// An entry of the metadata is missing or wrong; its name.
    case metadataMalformed(String)
  }

  /// The class of the error.
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
