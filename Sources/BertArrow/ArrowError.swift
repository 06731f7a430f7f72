public import BertStorage

/// Why an Arrow stream cannot be read or answered: one case per rule.
public enum ArrowError: Error, Sendable, Equatable {
  /// The bytes do not begin with a message of Arrow's streaming format.
  case notAStream
  /// The bytes begin with Arrow's file format, whose schema is at the end.
  case fileFormat
  /// The input ends within a message.
  case endsWithin(part: String)
  /// Reading failed.
  case readFailed(reason: String)
  /// A message is larger than the limit.
  case tooLarge(bytes: Int, limit: Int)
  /// The answer to a batch is larger than the limit.
  case answerTooLarge(rows: Int, bytes: Int, limit: Int)
  /// The metadata of a message break a rule of FlatBuffers or of Arrow.
  case malformed(String)
  /// The metadata have a version that is not supported.
  case version(Int)
  /// The values are stored with their highest byte first.
  case bigEndian
  /// A message is of an unexpected kind.
  case message(kind: Int, expected: String)
  /// A column that should hold texts has another type.
  case columnType(name: String, type: String)
  /// The bytes of a batch are compressed.
  case compressed(codec: String)
}

extension ArrowError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    if case .readFailed = self { .io } else { .badData }
  }
}

extension ArrowError: CustomStringConvertible {
  /// What is wrong and what to do next.
  public var description: String { wording.plain }
}

extension ArrowError: Worded {
  package var wording: Wording {
    switch self {
    case .notAStream:
      "the stream is not Arrow's: a message begins with 0xFFFFFFFF; write it with pyarrow.ipc.new_stream or its like"
    case .fileFormat:
      "this is Arrow's file format; write its streaming format, as pyarrow.ipc.new_stream does"
    case .endsWithin(let part): "the Arrow stream ends within \(part)"
    case .readFailed(let reason): "the Arrow stream cannot be read: \(reason)"
    case .tooLarge(let bytes, let limit):
      """
      a batch of the Arrow stream has \(Counted(bytes, "byte")); the limit is \(Counted.digits(limit)); send smaller \
      batches, or raise \(option: "max-batch-bytes")
      """
    case .answerTooLarge(let rows, let bytes, let limit):
      """
      the answer to a batch of \(Counted(rows, "row")) has \(Counted(bytes, "byte")); the limit is \
      \(Counted.digits(limit)); send smaller batches, or raise \(option: "max-batch-bytes")
      """
    case .malformed(let reason): "the Arrow stream is damaged: \(reason)"
    case .version(let version): "the Arrow stream has metadata of version \(version); 4 and 5 are read"
    case .bigEndian: "the Arrow stream is big-endian; write it little-endian"
    case .message(let kind, let expected): "the Arrow stream has a message of kind \(kind) where \(expected) should be"
    case .columnType(let name, let type):
      "the column \(QuotedName(name)) of the Arrow stream is \(type); cast it to utf8 or large_utf8"
    case .compressed(let codec):
      "the batches of the Arrow stream are compressed (\(codec)); write them uncompressed"
    }
  }
}
