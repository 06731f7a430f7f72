import BertBaselines
import BertData
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing

/// A table of token vectors before an encoder.
struct CascadeTests {
  @Test func theLeastScoreThatKeepsTheAccuracy() {
    // The encoder is right on all rows; the table on the four surest alone. 0.995 of six is all six.
    let chosen = CascadeRecord(
      encoderSha256: "e", confidences: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4],
      firstIsRight: [true, true, true, true, false, false], secondIsRight: Array(repeating: true, count: 6))
    #expect(chosen.below == 0.6 && chosen.rows == 6 && chosen.accuracy == 1 && chosen.encoderAccuracy == 1)
    #expect(abs(chosen.asked - 2.0 / 6) < 1e-12)
  }

  @Test func rowsOfOneScoreGoTogether() {
    let chosen = CascadeRecord(
      encoderSha256: "e", confidences: [0.9, 0.8, 0.8], firstIsRight: [true, true, false],
      secondIsRight: [true, true, true])
    #expect(chosen.below == 0.9, "at 0.8 one of the two would be wrong")
  }

  @Test func aScoreThatHoldsByChanceFurtherDownIsNotTaken() {
    // At 0.7 one is lost, at 0.6 it is won back: what lies behind a loss is no longer looked at.
    let chosen = CascadeRecord(
      encoderSha256: "e", confidences: [0.9, 0.7, 0.6], firstIsRight: [true, false, true],
      secondIsRight: [true, true, false])
    #expect(chosen.below == 0.9)
  }

  @Test func allGoToTheEncoderWhereTheTableIsWrong() {
    let chosen = CascadeRecord(
      encoderSha256: "e", confidences: [1, 0.6], firstIsRight: [false, false], secondIsRight: [true, true])
    #expect(chosen.below > 1 && chosen.asked == 1 && chosen.accuracy == 1)
  }

  @Test func fromTrainingToAnswers() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let data = try TinyModel.data(120)
    var options = TinyModel.options()
    options.epochs = 2
    var encoderJob = try tiny.job(options, data: data)
    encoderJob.output = tiny.root.appendingPathComponent("encoder-bundle")
    encoderJob.writesReport = false
    let encoder = try TrainingSession(encoderJob, withBaseline: false).run(isCancelled: { false }, onEvent: { _ in })
      .bundle
    let table = try StaticBundleTests().table(tiny)
    var job = BaselineJob(data: data, options: BaselineOptions(.static), output: tiny.output)
    job.table = try StaticTable(at: table)
    job.cascade = encoder
    _ = try BaselineSession(job).run()
    let first = try TextClassifier(contentsOf: tiny.output, threads: 1)
    let second = try TextClassifier(contentsOf: encoder, threads: 1)
    let digest = try PretrainedModel(at: encoder).weightsDigest()
    let record = try #require(first.record?.cascade)
    #expect(record.rows == data.validation.count && record.encoderSha256 == digest)

    // What is remembered is what comes out on the same rows.
    let rows = data.validation
    let cascade = try Cascade(first, second, below: nil, secondDigest: digest, path: "first")
    let (answers, asked) = try cascade.predict(rows)
    let right = zip(answers, rows).count { $0.index == $1.label }
    #expect(Double(right) / Double(rows.count) == record.accuracy)
    #expect(Double(asked.count) / Double(rows.count) == record.asked)
    #expect(record.accuracy >= CascadeRecord.leastShare * record.encoderAccuracy)

    // At the ends one of the two answers all.
    let (alone, none) = try Cascade(first, second, below: 0, secondDigest: "", path: "first").predict(rows)
    #expect(try alone == first.predict(rows) && none.isEmpty)
    let (others, all) = try Cascade(first, second, below: 2, secondDigest: "", path: "first").predict(rows)
    #expect(try others == second.predict(rows) && all.count == rows.count)

    #expect(throws: InferenceError.self, "another encoder") {
      try Cascade(first, second, below: nil, secondDigest: "other", path: "first")
    }
    #expect(throws: InferenceError.self, "nothing remembered") {
      try Cascade(second, first, below: nil, secondDigest: digest, path: "first")
    }

    // The encoder must not know the validation rows.
    job.data = try TinyModel.data(120, held: 0.2)
    #expect {
      try BaselineSession(job)
    } throws: { error in
      guard case .cascadeUnfit = error as? TuningError else { return false }
      return "\(error)".contains("other rows")
    }
  }

  @Test func otherLabelsAreRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let data = try TinyModel.data(96)
    var job = BaselineJob(data: data, options: BaselineOptions(.tfidf), output: tiny.output)
    job.writesReport = false
    _ = try BaselineSession(job).run()
    let renamed = LabelSet(names: ["neg", "other", "pos"])
    let second = tiny.root.appendingPathComponent("second")
    var other = BaselineJob(
      data: try TrainingData(labels: renamed, training: data.training, validation: data.validation),
      options: BaselineOptions(.tfidf), output: second)
    other.writesReport = false
    _ = try BaselineSession(other).run()
    #expect {
      try Cascade(
        TextClassifier(contentsOf: tiny.output, threads: 1), TextClassifier(contentsOf: second, threads: 1), below: 0.5,
        secondDigest: "", path: "first")
    } throws: { error in
      guard case .cascadeUnfit = error as? InferenceError else { return false }
      return "\(error)".contains("its labels are neg, neu, pos")
    }
  }
}
