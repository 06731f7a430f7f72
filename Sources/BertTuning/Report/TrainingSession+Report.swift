import BertData
import BertEncoder
import BertInference
import BertKernels
import BertReport
import BertText
import Foundation

extension TrainingSession {
  /// Writes `report.html` into the finished bundle.
  ///
  /// - Parameter testLogits: the logits of the test rows, where these have been predicted already; otherwise the rows
  ///   are predicted here.
  /// - Returns: the file.
  /// - Throws: `file` where it cannot be written; the bundle is complete without it.
  func writeReport(_ outcome: TrainingOutcome, testLogits: [Double]?) throws(TuningError) -> URL {
    let outer = StageClock.enter(.report)
    defer { StageClock.leave(to: outer) }
    let data = job.data
    var report = RunReport(lead: lead, data: data, outcome: outcome)
    let (part, rows) = data.test.isEmpty ? (outcome.validationName, judged) : ("test", data.test)
    if questions != nil, !rows.isEmpty {
      // The rows alone: the page shows no single predictions where there are several questions.
      report.judged = .init(part: part, rows: rows, probabilities: [])
    } else if !rows.isEmpty {
      var logits = testLogits ?? []
      if testLogits == nil { logits = try judgedLogits() }
      report.judged = .init(
        part: part, rows: rows, probabilities: Evaluation.scores(logits, labels: labels.count, rule))
    }
    report.lengths = .init(
      values: encodedTraining.map { $0.windows.first?.untruncatedCount ?? 0 }, limit: options.maxLength,
      policy: "\(options.longText.rawValue)", unit: "tokens")
    // The gradients are those of the classifier. It does not decide where labelled texts vote, and it reads more than
    // the text where another is appended.
    if questions == nil, neighbours == nil, appended == nil {
      report.explanation = .init(method: "gradient × input") { self.explain($0, labels: $1) }
    }
    report.command = job.command
    report.facts = job.facts(outcome, strategy, encoder: identity.encoder, data: data.fileSHA256)
    report.options = RunReport.settings(options)
    return try report.write(into: job.output)
  }

  private var lead: String {
    "\(strategy.lead(encoder: job.encoderName)) on \(Figures.count(job.data.training.count)) texts "
      + (questions.map { "with \($0.questions.count) questions." }
        ?? (job.data.problem == .regression ? "with a number." : "of \(labels.count) labels."))
  }

  /// The most tokens that are explained in one batch, whose activations are kept: as many as the longest text of most
  /// encoders has. The weights are packed for each batch, which takes longer than one short text.
  private static let explainedTokens = 512

  /// What the tokens of each sequence add to the logit of a label, in the order of the sequences.
  private func attributions(_ sequences: [Encoding], labels: [Int]) -> [[Double]] {
    let lengths = sequences.map(\.ids.count), limit = min(Self.explainedTokens, tokenBudget ?? .max)
    guard !sequences.isEmpty else { return [] }
    return BatchCut.parts(lengths: lengths, limit: limit).flatMap { part in
      let batch = TokenBatch(sequences[part])
      let scores = model.attributions(batch, classes: Array(labels[part]), compute: compute)
      return zip(batch.boundaries, batch.boundaries.dropFirst()).map { Array(scores[$0..<$1]) }
    }
  }

  /// What the words of each row add to the logit of its label; for a text in windows, to the mean of their logits.
  private func explain(_ rows: [Example], labels: [Int]) -> [[ErrorsSection.Piece]] {
    let encoder = TextEncoder(source, options)
    // The rows have been encoded before, so that none is refused here.
    let encoded = rows.map { (try? encoder.encode($0, withOffsets: true).windows) ?? [] }
    var scores = attributions(
      encoded.flatMap(\.self), labels: zip(encoded, labels).flatMap { repeatElement($1, count: $0.count) })[...]
    return zip(rows, encoded).map { row, windows in
      var first: [WordPieces.Token] = [], second: [WordPieces.Token] = []
      for (window, own) in zip(windows, scores.prefix(windows.count)) {
        let tokens = WordPieces.tokens(of: window, scores: own.map { $0 / Double(windows.count) }[...])
        first += tokens.first
        second += tokens.second
      }
      scores = scores.dropFirst(windows.count)
      let pieces = WordPieces.pieces(of: (options.prompt ?? "") + row.text, first)
      guard let pair = row.pair else { return pieces }
      return pieces + [.init("\n")] + WordPieces.pieces(of: pair, second)
    }
  }
}
