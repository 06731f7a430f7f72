import ArgumentParser
import BertFT
import BertFeatures
import BertKernels
import BertStorage

/// `bertft dedupe`: finds rows that say nearly the same as an earlier one.
struct DedupeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dedupe",
    abstract: "Finds rows whose vectors are nearly the same.",
    discussion: """
      Each row is written as one JSON object per line, with duplicate_of, similarity and group. A row stays (duplicate_of \
      is null) if its cosine with every earlier row that stays is below the threshold; each other row names the row that \
      stays and is most like it, by its id or else its line. Rows that pairs join, directly or through others, have one \
      group. To keep one of each, keep the rows whose duplicate_of is null. Up to 100,000 different rows every pair is \
      compared; beyond, an index is, and its recall on a sample is told.
      """)

  @Option(name: .long, help: ArgumentHelp("The cosine from which rows are duplicates.", valueName: "t"))
  var threshold = 0.95

  @OptionGroup var grouping: GroupingOptions

  func validate() throws {
    guard threshold > 0, threshold <= 1 else {
      throw ValidationError("--threshold is above 0 and at most 1, not \(threshold)")
    }
  }

  func run() throws {
    let console = grouping.output.console()
    defer { console.endProgress() }
    let rows = try grouping.rows(atLeast: 2, console: console)
    let compute = Compute(threads: grouping.compute.threadCount)
    let unit = try UnitRows(rows.vectors, inPlace: true, compute: compute)
    let found = try DuplicateSearch(threshold: threshold, seed: grouping.seed.seed).run(unit, compute: compute) {
      console.progress($0, "rows compared")
    }
    console.endProgress()
    tell(found, rows: unit, console)
    var output = try ResultLines(path: grouping.out)
    let lines = rows.members.indices.map { row in
      "{\(rows.members[row])\(rows.members[row].isEmpty ? "" : ",")\(Self.answer(found, row, rows.names))}"
    }
    if grouping.json {
      try output.write(summary(found, rows: lines).line)
    } else {
      for line in lines { try output.write(line) }
    }
    try output.finish()
  }

  /// The members that are added to a row's own, without braces.
  private static func answer(_ found: DuplicateRows, _ row: Int, _ names: [JSONValue]) -> String {
    let answer: JSONValue = [
      "duplicate_of": found.duplicateOf[row].map { names[$0] } ?? .null,
      "similarity": found.similarities[row].map(JSONValue.float) ?? .null,
      "group": found.groups[row].map(JSONValue.integer) ?? .null,
    ]
    return String(answer.line.dropFirst().dropLast())
  }

  private func tell(_ found: DuplicateRows, rows: UnitRows, _ console: Console) {
    let share = Figures.percent(Double(found.duplicates) / Double(rows.count))
    console.note(
      "\(Figures.count(rows.count, "row")), \(Figures.count(found.duplicates, "duplicate")) (\(share)) at cosine "
        + "\(Figures.short(threshold)) or more, \(Figures.count(found.groupCount, "group"))")
    switch found.method {
    case .exact: console.note("method: every pair was compared, so that none is missed")
    case .cells(let cells, let probes, let recall):
      console.note(
        "method: each row was compared with the rows of the \(probes) nearest of \(Figures.count(cells, "cell")), seed "
          + "\(grouping.seed.seed)")
      let sample = "a sample of \(Figures.count(recall.rows, "row")) compared with all"
      if let value = recall.value {
        console.note(
          "recall: \(Figures.percent(value)), \(Figures.count(recall.found)) of \(Figures.count(recall.pairs, "pair")) of \(sample)"
        )
      } else {
        console.note("recall: not known, for \(sample) has no pair")
      }
    }
    if rows.zeros > 0 {
      console.warn(
        "\(Figures.count(rows.zeros, "vector is", "vectors are")) zero, which says nothing of the row: they count as "
          + "like no other")
    }
  }

  private func summary(_ found: DuplicateRows, rows: [String]) -> JSONValue {
    var members: [(String, JSONValue)] = [
      ("threshold", .double(threshold)), ("row_count", .integer(rows.count)),
      ("duplicates", .integer(found.duplicates)), ("groups", .integer(found.groupCount)),
    ]
    switch found.method {
    case .exact: members += [("method", "exact"), ("recall", .double(1))]
    case .cells(let cells, let probes, let recall):
      members += [
        ("method", "cells"), ("cells", .integer(cells)), ("probes", .integer(probes)),
        ("recall", recall.value.map(JSONValue.double) ?? .null), ("recall_rows", .integer(recall.rows)),
        ("recall_pairs", .integer(recall.pairs)), ("seed", .verbatim(String(grouping.seed.seed))),
      ]
    }
    members.append(("rows", .array(rows.map(JSONValue.verbatim))))
    return .object(members)
  }
}
