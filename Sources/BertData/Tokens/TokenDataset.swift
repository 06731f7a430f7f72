import BertStorage

/// The rows of a file with labels of tokens.
public struct TokenDataset: Sendable {
  /// The rows, in the file's order; at least one.
  public var rows: [TokenRow]
  /// How tags mark entities; nil where no row has tags.
  public var scheme: TagScheme?
  /// Rows whose tags break the scheme; their entities are read as seqeval reads them by default.
  public var broken = RowTally()
  /// One line about the rows that were left out; nil where none was.
  public var damage: String?

  /// Reads a whole input.
  ///
  /// - Parameters:
  ///   - source: the input.
  ///   - options: how it is read.
  /// - Throws: ``TokenDataError``.
  public init(contentsOf source: DataSource, options: TokenReadingOptions) throws(TokenDataError) {
    var reader = try TokenRowReader(source, options: options)
    var rows: [TokenRow] = []
    while let row = try reader.next() { rows.append(row) }
    guard !rows.isEmpty else { throw .noRows(file: reader.file, damaged: reader.damaged.count) }
    self.rows = rows
    damage = reader.note
    let tagged: [(tags: [TokenTag], line: Int)] = rows.compactMap { row in
      if case .words(_, let tags?) = row.content { (tags, row.line) } else { nil }
    }
    guard !tagged.isEmpty else { return }
    guard let scheme = TagScheme(tagged.map(\.tags)) else { throw .mixedSchemes(file: reader.file) }
    self.scheme = scheme
    for (tags, line) in tagged
    where EntityDecoding.entities(tags) != EntityDecoding.entities(tags, strictlyBy: scheme) { broken.add(line: line) }
  }

  /// What a user should know about the rows, one line each.
  public var notes: [String] {
    var notes = damage.map { [$0] } ?? []
    if let scheme, broken.count > 0 {
      notes.append(
        "\(Counted(broken.count, "sentence")) \(broken.count == 1 ? "breaks" : "break") the scheme \(scheme.rawValue) "
          + "(\(broken.lines)); a tag that continues no entity of its label begins one, as in seqeval")
    }
    return notes
  }
}
