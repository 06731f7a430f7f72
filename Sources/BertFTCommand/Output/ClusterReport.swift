import BertFT
import BertFeatures
import BertKernels
import BertStorage

/// The result of `bertft cluster`.
struct ClusterReport {
  private let fit: KMeansFit
  private let rows: RowVectors
  private let choice: ClusterChoice?
  private let seed: UInt64
  /// The silhouette of each row; nil where there are too many rows, or one cluster. [N]
  private let silhouettes: [Double]?
  /// The distinctive words of each cluster; nil where the rows have no texts. [K]
  private let words: [[String]]?
  /// The rows nearest to each cluster's centre, the nearest first. [K]
  private let nearest: [[Int]]

  /// With more rows than these there are no silhouettes: each takes a comparison with all other rows.
  private static let mostSilhouettes = 20_000
  private static let wordsShown = 8, textsShown = 3

  /// k-means with fewer starts for more work.
  static func means(_ clusters: Int, of rows: Int) -> KMeans {
    var means = KMeans(clusters: clusters)
    let (work, overflow) = rows.multipliedReportingOverflow(by: clusters)
    means.starts = overflow || work > 20_000_000 ? 1 : work > 2_000_000 ? 3 : 10
    return means
  }

  init(
    _ fit: KMeansFit, of rows: RowVectors, choice: ClusterChoice?, seed: UInt64, compute: Compute
  ) throws(VectorRowsError) {
    self.fit = fit
    self.rows = rows
    self.choice = choice
    self.seed = seed
    let isComparable = rows.count <= Self.mostSilhouettes && fit.sizes.count(where: { $0 > 0 }) > 1
    silhouettes =
      isComparable
      ? try Silhouette.values(of: rows.vectors, labels: fit.labels, clusters: fit.clusters, compute: compute) : nil
    words = rows.texts.map {
      ClusterWords.words(of: $0, labels: fit.labels, clusters: fit.clusters, count: Self.wordsShown)
    }
    var members = [[Int]](repeating: [], count: fit.clusters)
    for (row, label) in fit.labels.enumerated() { members[Int(label)].append(row) }
    nearest = members.map { members in
      Array(members.sorted { (fit.distances[$0], $0) < (fit.distances[$1], $1) }.prefix(Self.textsShown))
    }
  }

  /// A row as one JSON object.
  func line(of row: Int) -> String {
    var answer: [(String, JSONValue)] = [
      ("cluster", .integer(Int(fit.labels[row]))), ("distance", .float(fit.distances[row])),
    ]
    if let silhouettes { answer.append(("silhouette", .float(Float(silhouettes[row])))) }
    let members = rows.members[row]
    return "{\(members)\(members.isEmpty ? "" : ",")\(JSONValue.object(answer).line.dropFirst())"
  }

  /// The report as text.
  var lines: [String] {
    var lines: [String] = []
    if let choice {
      let sample = choice.sampled < rows.count ? " on a sample of \(Figures.count(choice.sampled, "row"))" : ""
      lines.append(
        "k \(fit.clusters): the best mean silhouette, \(Figures.fixed(choice.best.silhouette, 3)), of "
          + "\(choice.trials[0].clusters) to \(choice.trials[choice.trials.count - 1].clusters) clusters\(sample)")
    }
    lines.append(
      "\(Figures.count(rows.count, "row")) in \(Figures.count(fit.clusters, "cluster")), inertia "
        + "\(Figures.short(fit.inertia)), \(Figures.count(fit.iterations, "iteration")), seed \(seed)")
    let sizes = fit.sizes, means = means
    for cluster in 0..<fit.clusters {
      let silhouette = means.map { ", silhouette \(Figures.fixed($0[cluster], 3))" } ?? ""
      lines.append("cluster \(cluster): \(Figures.count(sizes[cluster], "row"))\(sizes[cluster] > 0 ? silhouette : "")")
      if let words, !words[cluster].isEmpty { lines.append("  words    \(words[cluster].joined(separator: ", "))") }
      for (place, row) in nearest[cluster].enumerated() {
        lines.append("  \(place == 0 ? "nearest" : "       ")  \(shown(row))")
      }
    }
    let empty = sizes.count { $0 == 0 }
    if empty > 0 {
      lines.append("\(Figures.count(empty, "cluster has", "clusters have")) no row: fewer vectors differ than that")
    }
    return lines
  }

  private func shown(_ row: Int) -> String {
    guard let texts = rows.texts else { return rows.names[row].line }
    return QuotedName(String(texts[row].unicodeScalars.prefix(100))).description
  }

  /// The mean silhouette of each cluster; nil where there are no silhouettes. [K]
  private var means: [Double]? {
    silhouettes.map { silhouettes in
      var sums = [Double](repeating: 0, count: fit.clusters)
      for (row, label) in fit.labels.enumerated() { sums[Int(label)] += silhouettes[row] }
      return zip(sums, fit.sizes).map { $0 / Double(max(1, $1)) }
    }
  }

  /// The report as one object.
  var json: JSONValue {
    let sizes = fit.sizes, means = means
    let clusters: [JSONValue] = (0..<fit.clusters).map { cluster in
      var members: [(String, JSONValue)] = [("cluster", .integer(cluster)), ("size", .integer(sizes[cluster]))]
      if let means { members.append(("silhouette", .double(means[cluster]))) }
      if let words { members.append(("words", .array(words[cluster].map(JSONValue.string)))) }
      members.append(("nearest", .array(nearest[cluster].map { rows.names[$0] })))
      return .object(members)
    }
    var members: [(String, JSONValue)] = [
      ("k", .integer(fit.clusters)), ("row_count", .integer(rows.count)), ("inertia", .double(fit.inertia)),
      ("iterations", .integer(fit.iterations)), ("seed", .verbatim(String(seed))),
    ]
    if let silhouettes, !silhouettes.isEmpty {
      members.append(("silhouette", .double(silhouettes.reduce(0, +) / Double(silhouettes.count))))
    }
    if let choice {
      members.append(("sampled", .integer(choice.sampled)))
      let tried: [JSONValue] = choice.trials.map {
        ["k": .integer($0.clusters), "silhouette": .double($0.silhouette)]
      }
      members.append(("tried", .array(tried)))
    }
    members.append(("clusters", .array(clusters)))
    members.append(("rows", .array((0..<rows.count).map { .verbatim(line(of: $0)) })))
    return .object(members)
  }
}
