package import BertData

/// Which columns of the data are copied beside the vectors.
public struct ExportColumns: Sendable, Equatable {
  /// The column with the ids; nil numbers the rows from 0.
  public var id: String?
  /// The type of the ids in that column.
  public var idKind: RowID.Kind
  /// Other columns, in their order.
  public var carried: [String]
  /// Names that the output uses itself, and no copied column may have.
  package var reserved: Set<String> = ["id", "embedding", "rank", "score"]
  /// The most bytes of an id; nil where it may have any length.
  var longestID: Int?

  /// Columns by their names; without any, rows are numbered from 0 and have only their vectors.
  public init(id: String? = nil, idKind: RowID.Kind = .text, carried: [String] = []) {
    self.id = id
    self.idKind = idKind
    self.carried = carried
  }

  /// The columns that are read: the id, then those that are copied.
  public var read: [String] { (id.map { [$0] } ?? []) + carried }

  /// Whether a row has only its number and its vector.
  var isEmpty: Bool { id == nil && carried.isEmpty }

  /// The type of the ids as written.
  var writtenKind: RowID.Kind { id == nil ? .integer : idKind }

  /// Checks the names of the copied columns.
  ///
  /// - Throws: `option` for an empty name or one that is given twice, `columnReserved` for one that the outputs use
  ///   themselves.
  public func check() throws(ExportError) {
    for (index, name) in carried.enumerated() {
      if reserved.contains(name) { throw .columnReserved(name: name) }
      let rule: String? =
        if name.isEmpty {
          "a column has a name"
        } else if carried[..<index].contains(name) {
          "the column is named twice"
        } else {
          nil
        }
      if let rule { throw .option(name: "carry", value: name, rule: rule) }
    }
  }

  /// The id of a row.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - number: Its number, which is its id where no column has the ids.
  /// - Throws: `badID` if the value of the id column is not a valid id.
  package func id(of row: Example, number: Int) throws(ExportError) -> RowID {
    guard let id else { return .integer(Int64(number)) }
    let value: String
    switch row.carried.first {
    case .text(let text): value = text
    case .json(let json): value = json
    case .null, nil: throw .badID(line: row.line, column: id, value: "null", rule: "an id is needed in each row")
    }
    if idKind == .text {
      guard !value.isEmpty else {
        throw .badID(line: row.line, column: id, value: value, rule: "an id is needed in each row")
      }
      if let longestID, value.utf8.count > longestID {
        throw .badID(line: row.line, column: id, value: value, rule: "an id has \(longestID) bytes at the most here")
      }
      return .text(value)
    }
    guard let number = Int64(value) else {
      throw .badID(line: row.line, column: id, value: value, rule: "it is not an integer of 64 bits")
    }
    return .integer(number)
  }

  /// The values of the copied columns, without the id.
  package func carried(of row: Example) -> [CarriedValue] { id == nil ? row.carried : Array(row.carried.dropFirst()) }
}
