/// What a row contains.
enum RowOutcome {
  /// A usable row.
  case example(text: String, pair: String?, label: RowLabel)
  /// A row whose label is not in the given set.
  case unknownLabel(String)
  /// A row that cannot be used.
  case fault(RowFault)
}

/// Turns the fields of a row into a text and a label. One conformer for each kind of row.
protocol RowInterpreter {
  /// The names of the columns in use, where the format has columns.
  var columns: (text: String?, pair: String?, label: String?) { get }

  /// The values of the carried columns in the parser's current row.
  ///
  /// - Returns: the values, or why the row cannot be used.
  func carried(_ parser: RowParser) -> (values: [CarriedValue], fault: RowFault?)

  /// What was guessed about the columns, for notes.
  var remarks: [ReadingRemark] { get }

  /// Whether it is decided how all rows are read, so that no later row can change it.
  var isSettled: Bool { get }

  /// Called at the end of the input.
  ///
  /// - Throws: what no row decided, such as an unclear choice of columns.
  func finish() throws(DataError)

  /// Reads the parser's current row.
  ///
  /// - Parameters:
  ///   - parser: the parser, at the row.
  ///   - labels: finds the index of the label, and adds the label where the set is not given.
  /// - Throws: what concerns the whole file, such as an unclear choice of columns.
  mutating func interpret(_ parser: RowParser, labels: inout LabelIndex) throws(DataError) -> RowOutcome
}

extension RowInterpreter {
  var remarks: [ReadingRemark] { [] }
  var isSettled: Bool { true }
  func finish() throws(DataError) {}
}

/// Steps that all formats share.
enum FieldReading {
  /// The bytes of a carried column as a string, which may be empty.
  static func carried(_ bytes: UnsafeBufferPointer<UInt8>) -> (value: CarriedValue, fault: RowFault?) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return (.null, .invalidUTF8) }
    return bytes.contains(0) ? (.null, .nulByte) : (.text(text), nil)
  }

  /// The bytes as a text, or why they are not one.
  static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> (text: String, fault: RowFault?) {
    var all: UInt8 = 0
    var zeros: UInt8 = 0
    // Without branches, so that the compiler takes many bytes at a time.
    for byte in bytes {
      all |= byte
      zeros |= byte == 0 ? 1 : 0
    }
    let text: String
    if all < 0x80 {
      // ASCII needs no validation, and the general initializer is not specialized for it.
      text = String(decoding: bytes, as: UTF8.self)
    } else {
      guard let valid = String(validating: bytes, as: UTF8.self) else { return ("", .invalidUTF8) }
      text = valid
    }
    if isBlank(text, bytes) { return ("", .emptyText) }
    return zeros != 0 ? ("", .nulByte) : (text, nil)
  }

  /// Whether the text is empty or only white space, in Unicode's sense.
  private static func isBlank(_ text: String, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = bytes.first(where: { !Byte.isWhitespace($0) }) else { return true }
    return first >= 0x80 && text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
  }

  /// The label of a field. One label is looked up by its bytes, then without the white space around it.
  static func label(
    _ bytes: UnsafeBufferPointer<UInt8>, _ problem: ProblemType, _ labels: inout LabelIndex
  ) -> LabelOutcome {
    if problem == .singleLabel, let index = labels.resolveKnown(bytes) { return .label(.index(index)) }
    let core = LabelSpelling.core(of: bytes)
    let value = UnsafeBufferPointer(rebasing: bytes[core])
    if value.isEmpty {
      // A text may have none of several labels.
      return problem == .multiLabel ? .label(.empty) : .fault(.emptyLabel)
    }
    guard let name = String(validating: value, as: UTF8.self) else { return .fault(.invalidUTF8) }
    if value.contains(0) { return .fault(.nulByte) }
    switch problem {
    case .singleLabel:
      return labels.resolve(value, wasTrimmed: core.count < bytes.count).map { .label(.index($0)) } ?? .unknown(name)
    case .multiLabel: return .label(.joined(name))
    case .regression:
      guard let number = Double(name), Float(number).isFinite, Self.isDecimal(value) else { return .fault(.noNumber) }
      return .label(.number(number))
    }
  }

  /// Whether a number is written in digits; `Double` reads hexadecimal too.
  private static func isDecimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.allSatisfy { byte in
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "+-.eE".utf8.contains(byte)
    }
  }

  /// The flag in a field of a label column: 1 or true, 0 or false; an empty field is false; nil for anything else.
  static func flag(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool? {
    let value = bytes[LabelSpelling.core(of: bytes)].map(Byte.lower)
    switch String(decoding: value, as: UTF8.self) {
    case "1", "1.0", "true": return true
    case "", "0", "0.0", "false": return false
    default: return nil
    }
  }

  enum LabelOutcome {
    case label(RowLabel)
    case unknown(String)
    case fault(RowFault)

    /// The outcome of a row with this label.
    func outcome(text: String, pair: String?) -> RowOutcome {
      switch self {
      case .label(let label): .example(text: text, pair: pair, label: label)
      case .unknown(let name): .unknownLabel(name)
      case .fault(let fault): .fault(fault)
      }
    }
  }
}
