/// Lines of JSON objects; the members of the first object are the columns to choose from.
struct JSONLinesRows: RowInterpreter {
  private let options: ReadingOptions
  private let file: String
  private var names: (text: [UInt8], pair: [UInt8]?, label: [UInt8]?)?
  private var carriedNames: [[UInt8]] = []
  private var isFirst = true

  init(options: ReadingOptions, file: String) {
    self.options = options
    self.file = file
  }

  var columns: (text: String?, pair: String?, label: String?) {
    func name(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
    return (name(names?.text), name(names?.pair), name(names?.label))
  }

  /// - Throws: what `ColumnChoice` throws; `DataError.jsonArray`.
  mutating func interpret(_ parser: RowParser, labels: inout LabelIndex) throws(DataError) -> RowOutcome {
    let line = parser.bytes(of: parser.fields[0])
    if isFirst, line.first(where: { !Byte.isWhitespace($0) }) == UInt8(ascii: "[") {
      throw .jsonArray(file: file, line: parser.rowLine)
    }
    isFirst = false
    guard let members = JSONMembers.of(line) else { return .fault(.malformedJSON) }
    if names == nil {
      let keys = members.map(\.key)
      let choice = try ColumnChoice(headers: keys, options: options, file: file, line: parser.rowLine)
      carriedNames = try ColumnChoice.carried(headers: keys, options: options, file: file, line: parser.rowLine).map {
        keys[$0]
      }
      names = (keys[choice.text], choice.pair.map { keys[$0] }, choice.label.map { keys[$0] })
    }
    guard let names else { return .fault(.missingField) }

    /// A member that stands twice counts with its last value, as in most readers of JSON.
    func value(_ name: [UInt8]) -> JSONMembers.Value? { members.last { $0.key == name }?.value }

    let text = Self.text(value(names.text), line)
    if let fault = text.fault { return .fault(fault) }
    var pairText: String?
    if let pair = names.pair {
      let second = Self.text(value(pair), line)
      if let fault = second.fault { return .fault(fault) }
      pairText = second.text
    }
    guard let label = names.label else { return .example(text: text.text, pair: pairText, label: nil) }
    switch Self.label(value(label), line, &labels) {
    case .index(let index): return .example(text: text.text, pair: pairText, label: index)
    case .unknown(let name): return .unknownLabel(name)
    case .fault(let fault): return .fault(fault)
    }
  }

  func carried(_ parser: RowParser) -> (values: [CarriedValue], fault: RowFault?) {
    let line = parser.bytes(of: parser.fields[0])
    guard let members = JSONMembers.of(line) else { return ([], .malformedJSON) }
    var values: [CarriedValue] = []
    for name in carriedNames {
      let read = Self.carried(members.last { $0.key == name }?.value, line)
      if let fault = read.fault { return ([], fault) }
      values.append(read.value)
    }
    return (values, nil)
  }

  private static func carried(
    _ value: JSONMembers.Value?, _ line: UnsafeBufferPointer<UInt8>
  ) -> (value: CarriedValue, fault: RowFault?) {
    switch value {
    case nil, .null: return (.null, nil)
    case .literal(let range), .nested(let range):
      let json = FieldReading.carried(UnsafeBufferPointer(rebasing: line[range]))
      guard case .text(let text) = json.value else { return json }
      return (.json(text), nil)
    case .string(let range, hasEscapes: false): return FieldReading.carried(UnsafeBufferPointer(rebasing: line[range]))
    case .string(let range, hasEscapes: true):
      guard let bytes = JSONMembers.unescaped(line[range]) else { return (.null, .malformedJSON) }
      return bytes.withUnsafeBufferPointer(FieldReading.carried)
    }
  }

  private static func text(
    _ value: JSONMembers.Value?, _ line: UnsafeBufferPointer<UInt8>
  ) -> (text: String, fault: RowFault?) {
    switch value {
    case nil: return ("", .missingField)
    case .null: return ("", .emptyText)
    case .nested: return ("", .notAScalar)
    case .literal(let range): return FieldReading.text(UnsafeBufferPointer(rebasing: line[range]))
    case .string(let range, hasEscapes: false): return FieldReading.text(UnsafeBufferPointer(rebasing: line[range]))
    case .string(let range, hasEscapes: true):
      guard let bytes = JSONMembers.unescaped(line[range]) else { return ("", .malformedJSON) }
      return bytes.withUnsafeBufferPointer(FieldReading.text)
    }
  }

  private static func label(
    _ value: JSONMembers.Value?, _ line: UnsafeBufferPointer<UInt8>, _ labels: inout LabelIndex
  ) -> FieldReading.LabelOutcome {
    switch value {
    case nil, .null: return .fault(.emptyLabel)
    case .nested: return .fault(.notAScalar)
    case .literal(let range): return FieldReading.label(UnsafeBufferPointer(rebasing: line[range]), &labels)
    case .string(let range, hasEscapes: false):
      return FieldReading.label(UnsafeBufferPointer(rebasing: line[range]), &labels)
    case .string(let range, hasEscapes: true):
      guard let bytes = JSONMembers.unescaped(line[range]) else { return .fault(.malformedJSON) }
      return bytes.withUnsafeBufferPointer { FieldReading.label($0, &labels) }
    }
  }
}
