import BertFT
import Foundation

extension PredictCommand {
  /// Finds the entities of texts with a classifier of tokens.
  func findEntities(with tagger: TextTagger, of directory: URL, _ console: Console) throws {
    try requireEntities(of: directory)
    var writer = EntityWriter()
    try writer.write(tagger.tag(text))
    guard let data else { return }
    let source = DataSource(argument: data)
    var rows = try TokenRows(source, columns: columns)
    let next = { try rows.next() }, isReady = { rows.isReady }
    try forEachWindow(of: source, console, next: next, isReady: isReady) { try writer.write(tagger.tag($0)) }
    rows.tell(console)
  }

  /// - Throws: `CommandFailure` for flags that say nothing of entities.
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
