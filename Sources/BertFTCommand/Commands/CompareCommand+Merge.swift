import ArgumentParser
import BertFT
import Foundation

extension CompareCommand {
  /// The options that go with `--merge`; the runs that are merged settle all others.
  private static let mergeOptions: Set<String> = ["--merge", "--out", "--json", "--quiet"]

  /// Refuses every option that the merged runs have settled already.
  ///
  /// - Throws: `ValidationError`.
  func requireMergeOptions() throws {
    guard source.file == nil else { throw ValidationError("--merge reads the results of runs: leave out the data") }
    guard out != nil else { throw ValidationError("--merge needs --out, the directory of the whole") }
    for word in TypedCommand.words where word.hasPrefix("-") {
      let name = String(word.prefix { $0 != "=" })
      guard Self.mergeOptions.contains(name) else {
        throw ValidationError("\(name) is for a comparison that is run, and --merge puts finished ones together")
      }
    }
  }

  /// Puts the results of several runs together.
  func mergeParts() throws {
    let merge = try ComparisonMerge(
      merge.map { URL(fileURLWithPath: $0, isDirectory: true) }, output: place,
      command: TypedCommand.line)
    switch try merge.run() {
    case .one(let record): try tell(record)
    case .several(let record): try tell(record)
    }
  }

  /// Prints the result of a comparison.
  func tell(_ record: ComparisonRecord) throws {
    try StandardOutput.print(
      lines: json
        ? [ComparisonReport.json(of: record)]
        : ComparisonReport(record: record).lines + [""] + ComparisonReport.places(in: place))
  }

  /// Prints the result of a comparison of several questions.
  func tell(_ record: QuestionComparisonRecord) throws {
    try StandardOutput.print(
      lines: json
        ? [ComparisonReport.json(of: record)]
        : record.ladders.flatMap { ["task \($0.name)", ""] + ComparisonReport(record: $0.record).lines + [""] }
          + ComparisonReport.places(in: place))
  }
}
