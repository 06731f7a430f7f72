import BertExport
import BertFT
import Foundation

extension PredictCommand {
  /// Finds the entities of texts with a classifier of tokens.
  func findEntities(with tagger: TextTagger, of directory: URL, _ console: Console) throws {
    try requireEntities(of: directory)
    let copied = rows.columns(besides: PredictionColumns.members)
    var writer = try EntityWriter(heading: RowHeading(columns: copied), to: rows.path)
    try writer.write(tagger.tag(text))
    if let data {
      let source = DataSource(argument: data)
      if rows.areOfTable {
        // Only tables of texts have columns to copy and shards.
        var input = try ExportInput(
          source, reading: columns.reading(), columns: copied, shard: rows.shard?.shard, numbersRows: false,
          copy: nil)
        let next = { try input.next()?.row }, isReady = { input.isReady }
        try forEachWindow(of: source, console, next: next, isReady: isReady) {
          try writer.write(tagger.tag($0.map(\.text)), of: $0)
        }
        console.tell(input.report)
      } else {
        var words = try TokenRows(source, columns: columns)
        let next = { try words.next() }, isReady = { words.isReady }
        try forEachWindow(of: source, console, next: next, isReady: isReady) { try writer.write(tagger.tag($0)) }
        words.tell(console)
      }
    }
    try writer.finish()
  }

  /// - Throws: `CommandFailure` for flags that do not apply to entities.
  func requireEntities(of directory: URL) throws(CommandFailure) {
    let unfit: [(isGiven: Bool, flag: String)] = [
      (top != nil, "--top"), (logits, "--logits"), (abstainBelow != nil, "--abstain-below"),
      (columns.textPairColumn != nil, "--text-pair-column"),
    ]
    if let flag = unfit.first(where: \.isGiven)?.flag {
      throw CommandFailure(
        .usage, "\(flag) is for classifiers of texts, and \(directory.path) is one of tokens; leave it out")
    }
    guard format == .jsonl else {
      throw CommandFailure(
        .usage, "--format \(format.rawValue): a text may have any number of entities; leave --format out")
    }
  }
}
