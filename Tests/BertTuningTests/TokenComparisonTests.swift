import BertData
import BertInference
import BertTuning
import Foundation
import Testing

/// The ladder on labels of tokens.
struct TokenComparisonTests {
  private func job(_ tiny: TinyModel, _ methods: [TrainingMethod]) throws -> TokenComparisonJob {
    var options = TinyModel.tokenOptions()
    options.method = .auto
    options.epochs = 1
    var job = TokenComparisonJob(
      data: try TinyModel.tokenData(160, test: TinyModel.taggedRows(40, seed: 9)), methods: methods, options: options,
      seeds: [1, 2], output: tiny.output)
    job.encoder = tiny.encoder
    job.encoderName = "tiny"
    job.threads = 1
    return job
  }

  @Test func climbsTheLadder() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny, TrainingMethod.tokenLadder)
    job.drawsCurve = true
    var session = try ComparisonSession(job)
    let record = try session.run()
    #expect(record.rungs.map(\.method) == [.majority, .crf, .finetune] && record.formatVersion == 3)
    #expect(record.rungs.map(\.runs.count) == [1, 1, 2])
    for rung in record.rungs {
      #expect(rung.interval[0] <= rung.figures.deciding && rung.figures.deciding <= rung.interval[1])
      for run in rung.runs {
        guard case .entities(let found) = run.predictions else {
          Issue.record("\(run.predictions)")
          continue
        }
        let figures = EntityMetrics(truth: job.data.test.map { $0.entities ?? [] }, found: found)
        #expect(run.figures[.f1] == figures.f1 && run.figures[.recall] == figures.recall)
        guard let name = run.bundle else { continue }
        let read = try TextTagger(contentsOf: tiny.output.appendingPathComponent(name), threads: 1)
        #expect(try read.evaluate(job.data.test).f1 == figures.f1)
      }
    }
    // Most words are in no entity. Each word of the sentences has one tag, so that their words tell all.
    #expect(record.rungs[0].figures.deciding == 0 && record.rungs[1].figures.deciding > 0.99)
    // Sentences of so few words come twice: those that are learnt from too do not count.
    #expect(record.verdict?.method == .finetune && record.verdict?.against.method == .crf)
    #expect(record.verdict?.outcome != .better, "\(record.recommendation ?? "")")
    #expect(record.recommendation?.contains("CRF") == true && record.curve.contains { $0.method == .crf })
    let file = tiny.output.appendingPathComponent("compare.json")
    let saved = try JSONDecoder().decode(ComparisonRecord.self, from: Data(contentsOf: file))
    #expect(saved.truth == record.truth && saved.rungs.map(\.against) == record.rungs.map(\.against))
    let page = try String(contentsOf: tiny.output.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(page.contains("CRF") && page.contains("Precision") && page.contains("Recall"))

    // What is finished is kept, and what does not fit is refused.
    job.resume = true
    var resumed = try ComparisonSession(job)
    var kept: [TrainingMethod] = []
    let again = try resumed.run(onEvent: { if case .kept(let rung) = $0 { kept.append(rung.method) } })
    #expect(kept == TrainingMethod.tokenLadder && again.rungs.map(\.against) == record.rungs.map(\.against))
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data(text.replacingOccurrences(of: "\"start\":", with: "\"start\":-").utf8).write(to: file)
    #expect {
      try ComparisonSession(job)
    } throws: {
      if case .journalDamaged? = $0 as? TuningError { true } else { false }
    }
  }

  @Test func whatLabelsTextsIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    for methods in [[TrainingMethod.tfidf], [.features], []] {
      let job = try job(tiny, methods)
      #expect(throws: TuningError.self) { try ComparisonSession(job) }
    }
    var none = try job(tiny, [.crf])
    none.data = try TinyModel.tokenData()
    #expect(throws: TuningError.self) { try ComparisonSession(none) }
  }

  @Test func aCancelledFieldIsAnInterruption() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var session = try ComparisonSession(try job(tiny, [.majority, .crf]))
    #expect {
      try session.run(isCancelled: { true })
    } throws: {
      if case .interrupted? = $0 as? TuningError { true } else { false }
    }
  }
}
