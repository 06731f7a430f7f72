import BertData
import BertInference
import BertTuning
import Foundation
import Testing

/// A ladder for each of several questions.
struct QuestionComparisonTests {
  private func job(_ tiny: TinyModel, _ methods: [TrainingMethod]) throws -> ComparisonJob {
    var job = ComparisonJob(
      data: try MultiTaskTests.data(), methods: methods, options: MultiTaskTests.options(.auto, epochs: 2),
      seeds: [1, 2],
      output: tiny.output)
    job.encoder = tiny.encoder
    job.encoderName = "tiny"
    job.threads = 1
    return job
  }

  @Test func eachQuestionHasALadderAndTheEncoderIsOne() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny, [.majority, .tfidf, .nbsvm, .finetune])
    var session = try QuestionComparisonSession(job)
    let record = try session.run()
    #expect(record.ladders.map(\.name) == ["tone", "mood", "words"] && record.formatVersion == 3)
    let all: [TrainingMethod] = [.majority, .tfidf, .nbsvm, .finetune]
    #expect(record.ladders.map { $0.record.rungs.map(\.method) } == [all, [.majority, .tfidf, .finetune], all])
    let encoder = try MultiTaskClassifier(contentsOf: tiny.output.appendingPathComponent("finetune-seed1"), threads: 1)
    let predictions = try encoder.predict(job.data.test)
    for (place, ladder) in record.ladders.enumerated() {
      let answered = job.data.test.indices.filter { job.data.test[$0].answers[place] != nil }
      #expect(ladder.record.truth.count == answered.count && ladder.record.setup.testRows == answered.count)
      let top = try #require(ladder.record.rungs.last)
      #expect(top.runs.count == 2 && top.runs[0].bundle == "finetune-seed1" && ladder.record.recommendation != nil)
      let own = answered.map { predictions[$0].answers[place] }
      switch top.runs[0].predictions {
      case .labels(let labels): #expect(own.map(\.index) == labels)
      case .sets(let sets): #expect(own.map { $0.chosen.sorted() } == sets)
      case .numbers(let numbers): #expect(own.map { $0.scores[0] } == numbers)
      case .entities: Issue.record("\(top)")
      }
      let simple = try TextClassifier(
        contentsOf: tiny.output.appendingPathComponent("tasks/\(ladder.name)/tfidf"), threads: 1)
      let read = try simple.predict(answered.map { Example(text: job.data.test[$0].text, line: 1) })
      if case .labels(let labels) = ladder.record.rungs[1].runs[0].predictions {
        #expect(read.map(\.index) == labels)
      }
    }
    // A telling word stands in each sentence.
    #expect(record.ladders.allSatisfy { $0.record.rungs[1].figures.deciding > 0.8 }, "\(record)")
    let page = try String(contentsOf: tiny.output.appendingPathComponent("report.html"), encoding: .utf8)
    #expect(["tone", "mood", "words"].allSatisfy { page.contains("Question \($0)") })

    job.resume = true
    var resumed = try QuestionComparisonSession(job)
    var kept = 0
    let again = try resumed.run(onEvent: { if case .kept = $0 { kept += 1 } })
    #expect(
      kept == 11
        && again.ladders.map { $0.record.rungs.map(\.against) } == record.ladders.map { $0.record.rungs.map(\.against) }
    )
    job.seeds = [3]
    let other = job
    #expect(throws: TuningError.self) { try QuestionComparisonSession(other) }
    // A comparison of one question is another thing.
    var one = ComparisonJob(
      data: try TinyModel.data(90, test: TinyModel.examples(20, seed: 5)), methods: [.majority],
      options: TinyModel.options(), seeds: [1], output: tiny.output)
    one.resume = true
    let single = one
    #expect(throws: TuningError.self) { try ComparisonSession(single) }
  }

  @Test func aQuestionWithoutTestRowsIsRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny, [.majority])
    let rows = job.data.test.filter { $0.answers[1] == nil }
    job.data = try TrainingData(
      questions: job.data.questions, training: job.data.training, validation: [], test: rows)
    let lacking = job
    #expect {
      try QuestionComparisonSession(lacking)
    } throws: {
      if case .option("test", _, _)? = $0 as? TuningError { true } else { false }
    }
  }
}
