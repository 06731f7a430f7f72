import ArgumentParser
import BertExport
import BertFT

extension PredictCommand {
  /// Answers with labels that the model never learnt.
  func answerUnlearnt(_ labels: LabelDescriptions, with directory: OpenedDirectory, _ console: Console) throws {
    if columns.textPairColumn != nil {
      throw ValidationError("--text-pair-column: labels are compared with single texts; leave it out")
    }
    let classifier = try zeroShot.classifier(
      directory, labels, threads: compute.threadCount, precision: precision.precision, json: json, console)
    if abstainBelow != nil, classifier.rule.problem != .singleLabel {
      throw ValidationError("--abstain-below is for one label a text; leave out --multi-label")
    }
    if let form = streaming.form { return try answerStream(form, with: classifier) }
    let answer = PredictionColumns(
      labels: classifier.labels, problem: classifier.rule.problem, top: top, withLogits: logits)
    guard let prior = zeroShot.prior.prior else {
      var writer = try writer(answer, abstainBelow: abstainBelow)
      try forEachWindow(console, writer.copied) { try writer.write($0, classifier.predict($0)) }
      return try writer.finish()
    }
    if rows.shard != nil {
      throw ValidationError("--shard answers a part of the rows, and --prior needs the mean of all: give one of them")
    }
    var kept = try KeptScores(classifier, prior)
    let copy = try data.flatMap { try DatasetReader.copy(of: DataSource(argument: $0), options: columns.reading()) }
    try forEachWindow(console, ExportColumns(), copy: copy) { kept.add($0, try classifier.logits($0)) }
    try kept.finish(console)
    var writer = try writer(answer, abstainBelow: abstainBelow)
    try forEachWindow(console, writer.copied, copy: copy, tells: false) {
      try writer.write($0, kept.answers($0, classifier))
    }
    try kept.requireEnd()
    try writer.finish()
  }
}
