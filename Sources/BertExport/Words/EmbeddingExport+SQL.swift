import BertInference

extension EmbeddingExport {
  /// The SQL of the database that an export writes: the tables, the indexes, and the queries for vectors and, where words
  /// are searched, for both. Nothing is read or written.
  ///
  /// - Parameters:
  ///   - columns: The columns that travel along.
  ///   - table: A table of PostgreSQL; nil for what the options' format says.
  /// - Throws: `option` for a form that is no database, and what else is wrong with the options.
  public func sql(columns: ExportColumns, table: String? = nil) throws(ExportError) -> String {
    var options = options
    if table != nil { options.format = .pgvector }
    let target = PostgresTarget(url: "", table: table ?? PostgresTarget.ofFiles.table)
    try target.check()
    try columns.check()
    try options.check(columns, dimensions: embedder.dimensions)
    let description = EmbeddingExport(embedder: embedder, options: options, window: window).description(of: columns)
    switch options.format {
    case .sqlite: return SQLiteSearch(description: description).script
    case .pgvector:
      try PostgresSearch.check(dimensions: embedder.dimensions, element: options.element)
      return PostgresSearch(description: description, table: target).script
    case .npy, .safetensors, .jsonl, .fvecs, .bulk:
      throw .option(
        name: "format", value: options.format.rawValue, rule: "only databases are made and asked with SQL")
    }
  }

  /// The statements that make the indexes of a table of PostgreSQL whose rows are written by parts.
  ///
  /// - Parameters:
  ///   - columns: The columns that travel along.
  ///   - table: The table's name.
  public func indexStatements(columns: ExportColumns, table: String) -> [String] {
    PostgresSearch(description: description(of: columns), table: PostgresTarget(url: "", table: table)).indexes
  }
}
