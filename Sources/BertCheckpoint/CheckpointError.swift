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

  /// The rules that a file, a name or the file system can break.
  public enum Rule: Sendable, Equatable {
    // The file itself.
    /// An error of the file system.
    case file(FileError.Fault)
    // The header's frame.
    /// The file has fewer than the eight bytes that state the length of the header.
    case headerLengthMissing(fileSize: Int)
    /// The header is longer than the format allows.
    case headerTooLarge(length: UInt64, limit: Int)
    /// The header would extend beyond the file.
    case headerPastEnd(length: Int, fileSize: Int)
    /// The header is not UTF-8.
    case notUTF8
    /// The header is not JSON.
    case notJSON(String, offset: Int)
    /// The JSON is nested too deeply.
    case tooDeep(offset: Int, limit: Int)
    /// A number is negative, not whole or too large.
    case notANaturalNumber(offset: Int)
    /// A key appears twice.
    case duplicateKey(String)
    // The header's content.
    /// A value of the metadata is not a string.
    case metadataNotAString(key: String)
    /// A tensor lacks a field.
    case fieldMissing(String)
    /// A field of a tensor does not have the required form.
    case fieldMalformed(String)
    /// The element type is not known.
    case unknownType(String)
    /// A tensor ends before it begins.
    case offsetsReversed(begin: Int, end: Int)
    /// Two tensors overlap.
    case overlap(begin: Int, previousEnd: Int)
    /// Between two tensors there are bytes that belong to none.
    case hole(begin: Int, previousEnd: Int)
    /// The size of a tensor does not fit into 64 bits.
    case sizeOverflow
    /// The values of a tensor do not fill whole bytes.
    case partialByte(bits: Int)
    /// The offsets of a tensor do not fit its shape and type.
    case sizeMismatch(expected: Int, found: Int)
    /// The file ends before its tensors do.
    case missingBytes(expected: Int, found: Int)
    /// After the tensors there are bytes that belong to none.
    case extraBytes(expected: Int, found: Int)
    // Reading values.
    /// There is no tensor of that name.
    case noSuchTensor
    /// Elements of this type cannot be converted to floats.
    case notConvertible(TensorType)
    /// There are more or fewer values than the shape needs.
    case countMismatch(expected: Int, found: Int)
    // Directories and shards.
    /// The directory holds no weights.
    case noWeights
    /// The directory holds other weights than those expected, or a file is of another program's format.
    case otherWeights(OtherWeights)
    /// The file is of another kind.
    case foreignFile(ForeignFile)
    /// The index of shards is larger than any real one.
    case indexTooLarge(size: Int, limit: Int)
    /// The index does not say which shard holds which tensor.
    case indexWithoutWeightMap
    /// The name of a shard could leave the directory.
    case shardNameUnsafe(String)
    /// A shard does not exist.
    case shardMissing(String)
    /// A shard lacks a tensor that the index places in it.
    case tensorNotInShard(String)
    // Pickled checkpoints.
    /// The file is not a zip archive as torch.save writes it.
    case notAnArchive(String)
    /// The file has the format before PyTorch 1.6.
    case pickleLegacy
    /// The pickle breaks a rule of its format.
    case pickleMalformed(String, offset: Int)
    /// The pickle has an instruction that a `state_dict` does not need.
    case pickleInstruction(UInt8, offset: Int)
    /// The pickle names a class or function that a `state_dict` does not need.
    case pickleGlobal(String)
    /// The pickle is a whole object of this class, such as a module, and not a `state_dict`.
    case pickledObject(String)
    /// The archive is a TorchScript program.
    case torchScript
    /// The values of a tensor are not in the archive.
    case pickledStorageMissing(String)
    /// A tensor extends beyond its storage.
    case pickledTensorOutside
    // TensorFlow's checkpoints.
    /// The index of a checkpoint breaks a rule of its format.
    case bundleMalformed(String)
    /// A tensor would extend beyond its shard.
    case bundleTensorOutside
    /// The values of a tensor do not have their checksum.
    case bundleChecksum
    /// The values of a tensor are stored in several slices, as those of a partitioned variable.
    case bundleSliced
    /// The directory holds several checkpoints, and nothing says which one to open.
    case severalCheckpoints([String])
    // Writing.
    /// Two tensors to be written have the same name.
    case duplicateName
    /// The name is reserved by the format.
    case reservedName
    /// A dimension is negative.
    case negativeExtent(Int)
    /// The values to be written could not be read.
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
