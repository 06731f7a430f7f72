import BertStorage

/// Exact search in a file that holds the rows of a table: every row is compared with the query.
struct ExactNeighbours {
  private let search: VectorSearch

  init(_ search: VectorSearch) { self.search = search }

  /// The distance of each row to its k-th nearest one, as the table's server computes it, and the milliseconds of the
  /// search. The distance is NaN where the server has none.
  ///
  /// - Parameters:
  ///   - sample: The rows that are searched for.
  ///   - count: k.
  ///   - table: The table.
  ///   - progress: Called with the number of rows that are done.
  /// - Throws: `vectors` for a file that does not hold the table's rows, or a distance that the file is not searched
  ///   by; `database`, `serverUnavailable`.
  func farthest(
    of sample: [IndexedTable.Probe], count: Int, in table: IndexedTable, progress: (Double) -> Void
  ) throws(ExportError) -> [(farthest: Double, time: Double)] {
    // For vectors of length 1, dot products, angles and distances give the same order.
    let isNormalized = search.description?.normalized == true
    guard table.distance == "<=>" || isNormalized && ["<->", "<#>"].contains(table.distance) else {
      throw table.unfit(
        "its index compares by \(table.distance), and the file is searched by cosine; leave the file out")
    }
    guard search.element == .float32 else {
      throw table.unfit("the file holds \(search.element.rawValue), which is not exact; give float32, or no file")
    }
    var hits: [[VectorSearch.Hit]] = [], times: [Double] = []
    for probe in sample {
      let query = probe.vector.dropFirst().dropLast().split(separator: ",").compactMap { Float($0) }
      let start = ContinuousClock.now
      hits.append(try search.nearest(to: query, count: count + 1))
      times.append((ContinuousClock.now - start).inSeconds * 1000)
      progress(Double(hits.count))
    }
    // The ids are in a file that is read from its beginning, so it is read once for all rows.
    let members = try search.members(of: hits.flatMap { $0 })
    var results: [(farthest: Double, time: Double)] = [], place = 0
    for (number, probe) in sample.enumerated() {
      var others: [String] = []
      for line in members[place..<place + hits[number].count] {
        let id = try id(line, table)
        if id != probe.id { others.append(id) }
      }
      place += hits[number].count
      results.append((try table.farthest(Array(others.prefix(count)), from: probe), times[number]))
    }
    return results
  }

  /// The id of a row as PostgreSQL writes it.
  private func id(_ members: String, _ table: IndexedTable) throws(ExportError) -> String {
    guard let row = try? JSONValue(parsing: Array("{\(members)}".utf8)), let id = row["id"] else {
      throw table.unfit("the file beside the vectors has a row without an id")
    }
    return id.string ?? id.line
  }
}
