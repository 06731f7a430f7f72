/// How near the index of a table with pgvector comes to exact search, on rows of the table itself.
///
/// The vectors of some rows are searched for among the others: by a scan of the whole table, which is exact, and by the
/// index at each `ef_search`. Recall is the share of the k nearest that the index finds; a row as near as the k-th
/// counts, so that equal vectors are no mistakes. Recall depends on the vectors, so that figures of other data do not
/// apply.
public struct IndexCheck: Sendable {
  /// The table; it may have been made by another program.
  public let target: PostgresTarget
  /// The values of `hnsw.ef_search`, 1 to 1000.
  public let efs: [Int]
  /// Rows that are searched for.
  public let rows: Int
  /// k, the rows of an answer.
  public let count: Int
  /// The seed of the choice of rows: the same seed takes the same rows of the same table.
  public let seed: UInt64
  /// A file with the rows of the table, which is searched exactly instead of the table; nil for the table.
  public let vectors: VectorSearch?

  /// A check of a table's index.
  public init(
    target: PostgresTarget, efs: [Int], rows: Int = 100, count: Int = 10, seed: UInt64 = 42,
    vectors: VectorSearch? = nil
  ) {
    self.target = target
    self.efs = efs
    self.rows = rows
    self.count = count
    self.seed = seed
    self.vectors = vectors
  }

  /// The recall and the time at one `ef_search`.
  public struct Measure: Sendable, Equatable {
    /// The value of `hnsw.ef_search`.
    public let ef: Int
    /// The mean recall over the rows.
    public let recall: Double
    /// The standard error of that mean.
    public let standardError: Double
    /// The median time of a query as the client sees it.
    public let milliseconds: Double
  }

  /// What was measured.
  public struct Report: Sendable, Equatable {
    /// The index's name.
    public let index: String
    /// The operator of its distance.
    public let distance: String
    /// Rows with a vector in the table.
    public let tableRows: Int
    /// Rows that were searched for, without those whose distance to others is NaN, such as a vector of zeros by its
    /// cosine.
    public let sampled: Int
    /// The median time of an exact query.
    public let exactMilliseconds: Double
    /// The measures, in the order of the values given.
    public let measures: [Measure]

    /// The smallest `ef_search` that reaches a recall; nil where none does.
    public func ef(reaching recall: Double) -> Int? { measures.filter { $0.recall >= recall }.map(\.ef).min() }
  }

  /// Measures the index.
  ///
  /// - Parameter progress: The part that is done, from 0 to 1.
  /// - Throws: `option` for values out of range and for a table that does not exist; `vectors` for a table that cannot
  ///   be checked; `serverUnavailable`, `database`.
  public func run(progress: (Double) -> Void = { _ in }) throws(ExportError) -> Report {
    try check()
    let place = "the table \(target.table)"
    let connection = try PostgresConnection(url: target.url, place: place)
    let table = try IndexedTable(target, connection)
    let total = try table.rows()
    guard total > count + 1 else {
      throw .vectors(
        path: place,
        reason: "it has \(total) rows with a vector, and \(count + 2) are needed to find \(count) others")
    }
    let sample = try table.sample(rows, seed: seed)
    let steps = Double(sample.count) * Double(efs.count + 2)
    let exact: [(farthest: Double, time: Double)]
    if let vectors {
      guard vectors.count == total else {
        throw .vectors(path: place, reason: "it has \(total) rows with a vector, and the file \(vectors.count)")
      }
      exact = try ExactNeighbours(vectors).farthest(of: sample, count: count, in: table) { progress($0 / steps) }
    } else {
      exact = try scan(table, sample, connection) { progress($0 / steps) }
    }
    let probes = zip(sample, exact).filter { $1.farthest.isFinite }.map { (probe: $0, farthest: $1.farthest) }
    guard !probes.isEmpty else {
      throw .vectors(path: place, reason: "no distance between its rows is a finite number; are the vectors zeros?")
    }
    // Of a small table the planner may prefer a scan, but the index is to be measured.
    try connection.run("SET enable_seqscan = off")
    try connection.run("SELECT set_config('hnsw.ef_search', $1, false)", "\(efs.max() ?? 1)")
    try table.requireIndex(for: probes[0].probe, count: count)
    var done = Double(sample.count)
    func pass() throws(ExportError) -> [(recall: Double, time: Double)] {
      var results: [(recall: Double, time: Double)] = []
      for (probe, farthest) in probes {
        let (found, time) = try table.nearest(to: probe, count: count)
        results.append((Double(found.count { $0.distance <= farthest }) / Double(count), time))
        done += 1
        progress(min(1, done / steps))
      }
      return results
    }
    // The first pass loads the index into memory, so that its time counts for no value.
    _ = try pass()
    var measures: [Measure] = []
    for ef in efs {
      try connection.run("SELECT set_config('hnsw.ef_search', $1, false)", "\(ef)")
      let results = try pass()
      let recalls = results.map(\.recall), mean = recalls.reduce(0, +) / Double(recalls.count)
      let variance = recalls.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, recalls.count - 1))
      measures.append(
        Measure(
          ef: ef, recall: mean, standardError: (variance / Double(recalls.count)).squareRoot(),
          milliseconds: Self.median(results.map(\.time))))
    }
    return Report(
      index: table.index, distance: table.distance, tableRows: total, sampled: probes.count,
      exactMilliseconds: Self.median(exact.map(\.time)), measures: measures)
  }

  /// The distance of each row to its k-th nearest one by a scan of the table, and the milliseconds of the scan.
  private func scan(
    _ table: IndexedTable, _ sample: [IndexedTable.Probe], _ connection: PostgresConnection, progress: (Double) -> Void
  ) throws(ExportError) -> [(farthest: Double, time: Double)] {
    var results: [(farthest: Double, time: Double)] = []
    try connection.transaction { () throws(ExportError) in
      for setting in ["enable_indexscan", "enable_bitmapscan", "enable_indexonlyscan"] {
        try connection.run("SET LOCAL \(setting) = off")
      }
      for probe in sample {
        let (found, time) = try table.nearest(to: probe, count: count)
        results.append((found.count == count ? found[count - 1].distance : .nan, time))
        progress(Double(results.count))
      }
    }
    return results
  }

  private func check() throws(ExportError) {
    try target.check()
    if rows < 1 { throw .option(name: "rows", value: "\(rows)", rule: "it must be at least 1") }
    if efs.isEmpty { throw .option(name: "ef", value: "", rule: "at least one value is needed") }
    for ef in efs where !(1...1000).contains(ef) {
      throw .option(name: "ef", value: "\(ef)", rule: "pgvector allows 1 to 1000")
    }
    guard count >= 1 else { throw .option(name: "k", value: "\(count)", rule: "it must be at least 1") }
    // The row itself is among the rows that the index finds.
    for ef in efs where ef <= count {
      throw .option(
        name: "ef", value: "\(ef)",
        rule: "with it the index finds at most \(ef) rows, and \(count) and the row itself are needed")
    }
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted(), middle = sorted.count / 2
    return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
  }
}
