/// What is wrong with a checkpoint, where, and what to do next.
public struct CheckpointError: Error, Sendable, Equatable, CustomStringConvertible {
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

  /// The classes of error that a program answers differently.
  public enum Kind: Sendable { case inputMissing, badData, io }

  /// One case for each rule that a file, a name or a file system can break.
  public enum Rule: Sendable, Equatable {
    // The file itself.
    case notFound
    case notARegularFile
    case io(operation: String, code: Int32)
    case diskFull
    case notWritable
    case shrunkSinceOpened(wanted: Int, found: Int)
    // The header's frame.
    case headerLengthMissing(fileSize: Int)
    case headerTooLarge(length: UInt64, limit: Int)
    case headerPastEnd(length: Int, fileSize: Int)
    case notUTF8
    case notJSON(String, offset: Int)
    case tooDeep(offset: Int, limit: Int)
    case notANaturalNumber(offset: Int)
    case duplicateKey(String)
    // The header's content.
    case metadataNotAString(key: String)
    case fieldMissing(String)
    case fieldMalformed(String)
    case unknownType(String)
    case offsetsReversed(begin: Int, end: Int)
    case overlap(begin: Int, previousEnd: Int)
    case hole(begin: Int, previousEnd: Int)
    case sizeOverflow
    case partialByte(bits: Int)
    case sizeMismatch(expected: Int, found: Int)
    case missingBytes(expected: Int, found: Int)
    case extraBytes(expected: Int, found: Int)
    // Asking for values.
    case noSuchTensor
    case notConvertible(TensorType)
    case countMismatch(expected: Int, found: Int)
    // Directories and shards.
    case noWeights
    case indexTooLarge(size: Int, limit: Int)
    case indexWithoutWeightMap
    case shardNameUnsafe(String)
    case shardMissing(String)
    case tensorNotInShard(String)
    // Pickled checkpoints.
    case notAnArchive(String)
    case pickleLegacy
    case pickleMalformed(String, offset: Int)
    case pickleInstruction(UInt8, offset: Int)
    case pickleGlobal(String)
    case pickledStorageMissing(String)
    case pickledTensorOutside
    // Writing.
    case duplicateName
    case reservedName
    case negativeExtent(Int)
    case sourceFailed(String)
  }

  /// How a program should class the error.
  public var kind: Kind {
    switch rule {
    case .notFound, .noWeights, .shardMissing: .inputMissing
    case .io, .diskFull, .notWritable, .shrunkSinceOpened, .sourceFailed: .io
    default: .badData
    }
  }

  /// One line: the file, the tensor, what is wrong, and what to do next.
  public var description: String {
    let place = tensor.map { "\(file): tensor '\($0)'" } ?? file
    return "\(place): \(rule.complaint); \(rule.remedy)"
  }
}
