import ArgumentParser
import BertFT
import BertFeatures
import BertKernels
import BertStorage

/// `bertft cluster`: groups rows by the meaning of their texts.
struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Puts rows of like meaning into clusters.",
    discussion: """
      k-means on the vectors of the texts, or on a file of vectors. Each row is written as one JSON object per line, with \
      its cluster, the distance to the cluster's centre, and its silhouette from -1 (nearer to another cluster) to 1; \
      the silhouette is left out where there are more than 20,000 rows. Clusters are numbered by their sizes, the largest \
      is 0. What the clusters are about, their telling words and nearest texts, is told on standard error. With -k auto \
      the numbers from 2 to 20 are tried, and the one with the best mean silhouette is taken.
      """)

  @Option(
    name: .customShort("k"),
    help: ArgumentHelp("How many clusters, 2 or more, or auto.", valueName: "n"))
  var count: ClusterCount = .auto

  @OptionGroup var grouping: GroupingOptions

  /// The numbers of clusters that `auto` tries.
  private static let tried = 2...20

  func run() throws {
    let console = grouping.output.console()
    defer { console.endProgress() }
    let rows = try grouping.rows(atLeast: 2, console: console)
    let compute = Compute(threads: grouping.compute.threadCount), seed = grouping.seed.seed
    var choice: ClusterChoice?
    var clusters: Int
    switch count {
    case .number(let number): clusters = number
    case .auto:
      let made = try ClusterChoice(rows.vectors, range: Self.tried, seed: seed, compute: compute) {
        console.progress($0, "numbers of clusters tried")
      }
      (choice, clusters) = (made, made.best.clusters)
    }
    let fit = try ClusterReport.means(clusters, of: rows.count).fit(rows.vectors, seed: seed, compute: compute) {
      console.progress($0, "k-means")
    }
    let report = try ClusterReport(fit.ordered, of: rows, choice: choice, seed: seed, compute: compute)
    console.endProgress()
    for line in report.lines { console.note(line) }
    var output = try ResultLines(path: grouping.out)
    if grouping.json {
      try output.write(report.json.line)
    } else {
      for row in 0..<rows.count { try output.write(report.line(of: row)) }
    }
    try output.finish()
  }
}
