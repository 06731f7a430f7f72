import BertFT
import Foundation

extension PredictCommand {
  /// Finds the entities of texts with a classifier of tokens.
  func findEntities(_ directory: URL, _ console: Console) throws {
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
    let tagger = try TextTagger(contentsOf: directory, threads: compute.threadCount, precision: precision.precision)
    for doubt in tagger.notes { console.warn(doubt) }
    var writer = EntityWriter()
    try writer.write(tagger.tag(text))
    guard let data else { return }
    let source = DataSource(argument: data)
    var rows = try TokenRows(source, columns: columns)
    // Someone may wait for the answers to what has been typed so far, so that standard input has small windows.
    let size = source == .standardInput ? 64 : 1024
    var window: [TokenRow] = []
    var done = 0
    while let row = try rows.next() {
      window.append(row)
      if window.count == size {
        try writer.write(tagger.tag(window))
        done += window.count
        console.progress(nil, Figures.count(done, "row"))
        window.removeAll(keepingCapacity: true)
      }
    }
    try writer.write(tagger.tag(window))
    console.endProgress()
    rows.tell(console)
  }
}
