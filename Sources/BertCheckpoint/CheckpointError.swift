public import BertStorage

/// What is wrong with a checkpoint, where, and what to do next.
public struct CheckpointError: Error, Sendable, Equatable, CustomStringConvertible, CodedError {
  /// The rule that was broken.
  public let rule: Rule
  /// The path of the file concerned.
  public let file: String
  /// The name of the tensor concerned, where there is one.
  public let tensor: String?

  package init(_ rule: Rule, file: String, tensor: String? = nil) {
    self.rule = rule
    self.file = file
    self.tensor = tensor
  }

  package init(_ error: FileError, tensor: String?) {
    self.init(.file(error.fault), file: error.path, tensor: tensor)
  }

  /// One case for each rule that a file, a name or a file system can break.
  public enum Rule: Sendable, Equatable {
    // The file itself.
    /// The file system objected.
    case file(FileError.Fault)
    // The header's frame.
    /// The file has less than the eight bytes that state the length of the header.
    case headerLengthMissing(fileSize: Int)
    /// The header is longer than the format allows.
    case headerTooLarge(length: UInt64, limit: Int)
    /// The header would end behind the file.
    case headerPastEnd(length: Int, fileSize: Int)
    /// The header is not UTF-8.
    case notUTF8
    /// The header is not JSON.
    case notJSON(String, offset: Int)
    /// The JSON is nested too deeply.
    case tooDeep(offset: Int, limit: Int)
    /// A number is negative, broken or too large.
    case notANaturalNumber(offset: Int)
    /// A key stands twice.
    case duplicateKey(String)
    // The header's content.
    /// A value of the metadata is not a string.
    case metadataNotAString(key: String)
    /// A tensor lacks a field.
    case fieldMissing(String)
    /// A field of a tensor has another form than it must have.
    case fieldMalformed(String)
    /// The element type is not known.
    case unknownType(String)
    /// A tensor ends before it begins.
    case offsetsReversed(begin: Int, end: Int)
    /// Two tensors overlap.
    case overlap(begin: Int, previousEnd: Int)
    /// Between two tensors there are bytes that belong to none.
    case hole(begin: Int, previousEnd: Int)
    /// The size of a tensor is beyond all numbers.
    case sizeOverflow
    /// A tensor does not end with a whole byte.
    case partialByte(bits: Int)
    /// The offsets of a tensor do not fit its shape and type.
    case sizeMismatch(expected: Int, found: Int)
    /// The file ends before its tensors do.
    case missingBytes(expected: Int, found: Int)
    /// Behind the tensors there are bytes that belong to none.
    case extraBytes(expected: Int, found: Int)
    // Asking for values.
    /// There is no tensor of that name.
    case noSuchTensor
    /// Elements of this type cannot be made into floats.
    case notConvertible(TensorType)
    /// There are more or fewer values than the shape says.
    case countMismatch(expected: Int, found: Int)
    // Directories and shards.
    /// The directory holds no weights.
    case noWeights
    /// The directory holds something in place of the weights that are looked for.
    case otherWeights(OtherWeights)
    /// The file is of another kind altogether.
    case foreignFile(ForeignFile)
    /// The index of shards is too large to be one.
    case indexTooLarge(size: Int, limit: Int)
    /// The index says not where tensors lie.
    case indexWithoutWeightMap
    /// The name of a shard would leave the directory.
    case shardNameUnsafe(String)
    /// A shard is not there.
    case shardMissing(String)
    /// A shard lacks a tensor that the index places in it.
    case tensorNotInShard(String)
    // Pickled checkpoints.
    /// The file is not a zip archive that can be read.
    case notAnArchive(String)
    /// The file is of the form before PyTorch 1.6.
    case pickleLegacy
    /// The pickle is broken.
    case pickleMalformed(String, offset: Int)
    /// The pickle has an instruction that weights do not need.
    case pickleInstruction(UInt8, offset: Int)
    /// The pickle asks for a function that weights do not need.
    case pickleGlobal(String)
    /// The pickle is a whole object of this class, such as a module, and not a state of tensors.
    case pickledObject(String)
    /// The archive is a program of TorchScript.
    case torchScript
    /// The values of a tensor are not in the archive.
    case pickledStorageMissing(String)
    /// A tensor reaches beyond its storage.
    case pickledTensorOutside
    // TensorFlow's checkpoints.
    /// The index of a checkpoint is broken.
    case bundleMalformed(String)
    /// A tensor would end behind its shard.
    case bundleTensorOutside
    /// The values of a tensor do not have their checksum.
    case bundleChecksum
    /// The values of a tensor lie in several pieces.
    case bundleSliced
    /// The directory holds several checkpoints, and nothing says which one counts.
    case severalCheckpoints([String])
    // Writing.
    /// Two tensors to be written have one name.
    case duplicateName
    /// The name is reserved by the format.
    case reservedName
    /// An extent is negative.
    case negativeExtent(Int)
    /// The values to be written could not be had.
    case sourceFailed(String)
  }

  /// The class of the error.
  public var code: ErrorCode {
    switch rule {
    case .file(let fault): fault.code
    case .noWeights, .otherWeights, .shardMissing: .inputMissing
    case .sourceFailed: .io
    default: .badData
    }
  }

  /// One line: the file, the tensor, what is wrong, and what to do next.
  public var description: String {
    let place = tensor.map { "\(file): tensor \(QuotedName($0))" } ?? file
    return "\(place): \(rule.complaint); \(rule.remedy)"
  }
}

extension CheckpointError: FileFailure {
  package init(_ error: FileError) { self.init(error, tensor: nil) }
}
