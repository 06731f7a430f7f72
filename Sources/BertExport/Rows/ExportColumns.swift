package import BertData

/// Which columns of the data travel along with the vectors.
public struct ExportColumns: Sendable, Equatable {
  /// The column with the ids; nil numbers the rows from 0.
  public var id: String?
  /// The type of the ids in that column.
  public var idKind: RowID.Kind
  /// Other columns, in their order.
  public var carried: [String]
  /// Names that the output uses itself, so that no column may travel along under them.
  package var reserved: Set<String> = ["id", "embedding", "rank", "score"]
  /// Bytes of an id at the most; nil where it may have any length.
  var longestID: Int?

  /// Rows numbered from 0 with nothing beside their vectors, unless columns are named.
  public init(id: String? = nil, idKind: RowID.Kind = .text, carried: [String] = []) {
    self.id = id
    self.idKind = idKind
    self.carried = carried
  }

  /// What the reader is to take along: the id first.
  public var read: [String] { (id.map { [$0] } ?? []) + carried }

  /// Whether anything but the row's number travels along.
  var isEmpty: Bool { id == nil && carried.isEmpty }

  /// The type of the ids as written.
  var writtenKind: RowID.Kind { id == nil ? .integer : idKind }

  /// - Throws: `option` for a name that stands twice, `columnReserved` for one that the outputs use themselves.
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
  /// - Throws: `badID` if the column's value is none.
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

  /// The values beside the id.
  package func carried(of row: Example) -> [CarriedValue] { id == nil ? row.carried : Array(row.carried.dropFirst()) }
}
