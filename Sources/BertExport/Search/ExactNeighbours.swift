import BertStorage

/// The nearest rows of a file that holds the rows of a table, found by comparing all of them.
struct ExactNeighbours {
  private let search: VectorSearch

  init(_ search: VectorSearch) { self.search = search }

  /// How far the k-th nearest of each row is, as the table's server has it, and the milliseconds that finding it took. The
  /// distance is no number where the server has none.
  ///
  /// - Throws: `vectors` for a file that does not hold the table's rows, or is not compared as the index compares.
  func farthest(
    of sample: [IndexedTable.Probe], count: Int, in table: IndexedTable, progress: (Double) -> Void
  ) throws(ExportError) -> [(farthest: Double, time: Double)] {
    // Products of vectors of length 1 have the order of their angles and of their distances.
    let isNormalized = search.description?.normalized == true
    guard table.distance == "<=>" || isNormalized && ["<->", "<#>"].contains(table.distance) else {
      throw table.unfit(
        "its index compares by \(table.distance), and the file is searched by angles; leave the file out")
    }
    guard search.element == .float32 else {
      throw table.unfit("the file has \(search.element.rawValue) in it, which is not exact; give float32, or no file")
    }
    var hits: [[VectorSearch.Hit]] = [], times: [Double] = []
    for probe in sample {
      let query = probe.vector.dropFirst().dropLast().split(separator: ",").compactMap { Float($0) }
      let start = ContinuousClock.now
      hits.append(try search.nearest(to: query, count: count + 1))
      times.append((ContinuousClock.now - start).inSeconds * 1000)
      progress(Double(hits.count))
    }
    // The ids lie in a file that is read from its beginning: once for all.
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
      throw table.unfit("what lies beside the file has a row without an id")
    }
    return id.string ?? id.line
  }
}
