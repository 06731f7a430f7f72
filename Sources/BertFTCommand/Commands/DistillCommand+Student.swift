import ArgumentParser
import BertFT
import Foundation

extension DistillCommand {
  /// Makes a student of a teacher on the corpus.
  func makeStudent(of corpus: String, console: Console) throws {
    var options = student.options(epochs: epochs, seed: seed.seed)
    options.precision = precision.precision
    let validation = student.layers == nil ? "0" : student.validation ?? "0.1", share = Double(validation)
    // Before anything is read or fetched: a mistyped number should not cost a download.
    try options.validate(hasValidation: share.map { $0 > 0 } ?? true)
    let teacher = try ModelLocation.directory(of: self.teacher, hub: hub.hub(), console: console)
    var data = try DistillationData(
      teacher: teacher, maxLength: student.maxLength, validationShare: share ?? 0, seed: seed.seed)
    try columns.forEachRow(of: corpus, console: console) { try data.add($0) }
    if share == nil { try columns.forEachRow(of: validation, console: console) { try data.addValidation($0) } }
    options.maxLength = data.maxLength
    var job = DistillationJob(
      encoder: teacher, encoderName: self.teacher, data: data, options: options,
      output: URL(fileURLWithPath: out, isDirectory: true))
    if !replacement.force {
      try ReplacedBundle.check(job.output, source: self.teacher, texts: data.digest)
    }
    job.replaces = true
    job.resume = student.resume && UnfinishedRun.lies(beside: job.output)
    job.threads = compute.threadCount
    job.program = "bertft \(Version.current)"
    let session = try DistillationSession(job)
    for line in session.plan.lines { console.note(line) }
    let drawing = TrainingDrawing(console: console)
    let outcome = try Interruption.handling {
      try session.run(isCancelled: { Interruption.isRequested }, onEvent: drawing.show)
    }
    console.endProgress()
    for note in outcome.notes { console.note(note) }
    let report = StudentReport(outcome: outcome, seed: seed.seed)
    try StandardOutput.print(lines: json ? [report.json.line] : report.lines)
  }
}
