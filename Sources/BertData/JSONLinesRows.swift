import BertStorage

/// Rows that are JSON objects; the first object whose members tell the columns decides which are read.
struct JSONLinesRows: RowInterpreter {
  /// The number of objects within which one must tell the columns.
  private static let patience = 100

  private let options: ReadingOptions
  private let file: String
  private let refusesArray: Bool
  private var names: (texts: [[UInt8]], pair: [UInt8]?, label: [UInt8]?, labels: [[UInt8]])?
  private(set) var remarks: [ReadingRemark] = []
  /// Why the first object did not tell the columns.
  private var unclear: DataError?
  private var unclearRows = 0
  private var carriedNames: [[UInt8]] = []
  private var isFirst = true
  /// Indices of the text columns that no object has had so far.
  private var unseen: Set<Int> = []

  /// - Parameters:
  ///   - options: what the user chose.
  ///   - file: the name of the file, for errors.
  ///   - refusesArray: whether an array in place of the first object is an error, as the file must be read as `json`.
  init(options: ReadingOptions, file: String, refusesArray: Bool) {
    self.options = options
    self.file = file
    self.refusesArray = refusesArray
  }

  var columns: (text: String?, pair: String?, label: String?) {
    func name(_ bytes: [UInt8]?) -> String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
    return (names.map { $0.texts.compactMap(name).joined(separator: ",") }, name(names?.pair), name(names?.label))
  }

  var isSettled: Bool { names != nil && unseen.isEmpty }

  /// - Throws: what `ColumnChoice` throws; `DataError.jsonArray`.
  mutating func interpret(_ parser: RowParser, labels: inout LabelIndex) throws(DataError) -> RowOutcome {
    let line = parser.bytes(of: parser.fields[0])
    if isFirst, refusesArray, line.first(where: { !Byte.isWhitespace($0) }) == UInt8(ascii: "[") {
      throw .jsonArray(file: file, line: parser.rowLine)
    }
    isFirst = false
    var scanner = JSONScanner(line)
    let members: [(key: [UInt8], value: JSONScanner.Value)]
    do throws(JSONFault) { members = try scanner.members() } catch { return .fault(RowFault(error)) }
    if names == nil, try !choose(from: members.map(\.key), line: parser.rowLine) { return .fault(.missingField) }
    guard let names else { return .fault(.missingField) }

    /// The last value of a repeated member counts, as in most readers of JSON.
    func value(_ name: [UInt8]) -> JSONScanner.Value? { members.last { $0.key == name }?.value }

    var parts: [String] = []
    for (index, name) in names.texts.enumerated() {
      let part = Self.text(value(name), line)
      if part.fault != .missingField { unseen.remove(index) }
      // Some of several text columns may be empty or missing, as fields of a table may be empty.
      if names.texts.count > 1, part.fault == .emptyText || part.fault == .missingField { continue }
      if let fault = part.fault { return .fault(fault) }
      parts.append(part.text)
    }
    guard !parts.isEmpty else {
      return .fault(names.texts.allSatisfy { value($0) == nil } ? .missingField : .emptyText)
    }
    let text = parts.count == 1 ? parts[0] : parts.joined(separator: "\n\n")
    var pairText: String?
    if let pair = names.pair {
      let second = Self.text(value(pair), line)
      if let fault = second.fault { return .fault(fault) }
      pairText = second.text
    }
    if !names.labels.isEmpty {
      return Self.flags(names.labels.map(value), line).outcome(text: text, pair: pairText)
    }
    guard let label = names.label else { return .example(text: text, pair: pairText, label: .none) }
    return Self.label(value(label), line, options.problem, &labels).outcome(text: text, pair: pairText)
  }

  /// The values of the label columns as flags.
  private static func flags(
    _ values: [JSONScanner.Value?], _ line: UnsafeBufferPointer<UInt8>
  ) -> FieldReading.LabelOutcome {
    var flags: [Bool] = []
    for value in values {
      let flag: Bool?
      switch value {
      case nil: return .fault(.missingField)
      case .null: flag = false
      case .nested: flag = nil
      case .literal(let range): flag = FieldReading.flag(UnsafeBufferPointer(rebasing: line[range]))
      case .string(let range, let hasEscapes):
        flag = content(range, hasEscapes, line, failing: { _ in nil }, FieldReading.flag)
      }
      guard let flag else { return .fault(.noFlag) }
      flags.append(flag)
    }
    return .label(.flags(flags))
  }

  func finish() throws(DataError) {
    if names == nil, let unclear { throw unclear }
    if let names, names.texts.count > 1, let index = unseen.min() {
      let name = String(decoding: names.texts[index], as: UTF8.self)
      let others = names.texts.indices.filter { !unseen.contains($0) }.map {
        String(decoding: names.texts[$0], as: UTF8.self)
      }
      throw .columnNotFound(file: file, line: 1, option: ColumnRole.text.option, name: name, headers: others)
    }
  }

  /// Chooses the columns among the members of an object.
  ///
  /// - Returns: false where this object does not tell them and a later one may.
  private mutating func choose(from keys: [[UInt8]], line: Int) throws(DataError) -> Bool {
    do {
      let choice = try ColumnChoice(headers: keys, options: options, file: file, line: line, isWhole: false)
      carriedNames = try ColumnChoice.carried(headers: keys, options: options, file: file, line: line).map { keys[$0] }
      carriedNames += options.optionalColumns.map { Array($0.utf8) }
      unseen = Set(choice.textNames.indices)
      names = (
        choice.textNames, choice.pair.map { keys[$0] }, choice.label.map { keys[$0] }, choice.labels.map { keys[$0] }
      )
      if !choice.taken.isEmpty { remarks = [.columnsTaken(choice.taken)] }
      return true
    } catch {
      unclearRows += 1
      if unclear == nil { unclear = error }
      guard options.mayLackAnswer || unclearRows < Self.patience, let unclear, unclear.isAboutMissingColumn else {
        throw unclear ?? error
      }
      return false
    }
  }

  func carried(_ parser: RowParser) -> (values: [CarriedValue], fault: RowFault?) {
    let line = parser.bytes(of: parser.fields[0])
    var scanner = JSONScanner(line)
    guard let members = try? scanner.members() else { return ([], .malformedJSON) }
    var values: [CarriedValue] = []
    for name in carriedNames {
      let read = Self.carried(members.last { $0.key == name }?.value, line)
      if let fault = read.fault { return ([], fault) }
      values.append(read.value)
    }
    return (values, nil)
  }

  /// Reads the content of a string, its escapes resolved.
  private static func content<Value>(
    _ range: Range<Int>, _ hasEscapes: Bool, _ line: UnsafeBufferPointer<UInt8>, failing: (RowFault) -> Value,
    _ read: (UnsafeBufferPointer<UInt8>) -> Value
  ) -> Value {
    guard hasEscapes else { return read(UnsafeBufferPointer(rebasing: line[range])) }
    do {
      return try JSONScanner(line).content(range).withUnsafeBufferPointer(read)
    } catch {
      return failing(RowFault(error))
    }
  }

  private static func carried(
    _ value: JSONScanner.Value?, _ line: UnsafeBufferPointer<UInt8>
  ) -> (value: CarriedValue, fault: RowFault?) {
    switch value {
    case nil, .null: return (.null, nil)
    case .literal(let range), .nested(let range):
      let json = FieldReading.carried(UnsafeBufferPointer(rebasing: line[range]))
      guard case .text(let text) = json.value else { return json }
      return (.json(text), nil)
    case .string(let range, let hasEscapes):
      return Self.content(range, hasEscapes, line, failing: { (.null, $0) }) { FieldReading.carried($0) }
    }
  }

  private static func text(
    _ value: JSONScanner.Value?, _ line: UnsafeBufferPointer<UInt8>
  ) -> (text: String, fault: RowFault?) {
    switch value {
    case nil: return ("", .missingField)
    case .null: return ("", .emptyText)
    case .nested: return ("", .notAScalar)
    case .literal(let range): return FieldReading.text(UnsafeBufferPointer(rebasing: line[range]))
    case .string(let range, let hasEscapes):
      return Self.content(range, hasEscapes, line, failing: { ("", $0) }) { FieldReading.text($0) }
    }
  }

  private static func label(
    _ value: JSONScanner.Value?, _ line: UnsafeBufferPointer<UInt8>, _ problem: ProblemType, _ labels: inout LabelIndex
  ) -> FieldReading.LabelOutcome {
    switch value {
    case nil: return problem == .multiLabel ? .fault(.missingField) : .fault(.emptyLabel)
    case .null: return problem == .multiLabel ? .label(.empty) : .fault(.emptyLabel)
    case .nested(let range):
      let list = UnsafeBufferPointer(rebasing: line[range])
      if problem == .multiLabel { return LabelList.names(list).map { .label(.names($0)) } ?? .fault(.notAScalar) }
      // A list of one label is that label.
      var scanner = JSONScanner(list)
      guard let elements = try? scanner.elements() else { return .fault(.notAScalar) }
      guard let only = elements.first else { return .fault(.emptyLabel) }
      guard elements.count == 1 else { return .fault(.severalLabels) }
      if case .nested = only { return .fault(.notAScalar) }
      return Self.label(only, list, problem, &labels)
    case .literal(let range):
      return FieldReading.label(UnsafeBufferPointer(rebasing: line[range]), problem, &labels)
    case .string(let range, let hasEscapes):
      return Self.content(range, hasEscapes, line, failing: { .fault($0) }) { FieldReading.label($0, problem, &labels) }
    }
  }
}
