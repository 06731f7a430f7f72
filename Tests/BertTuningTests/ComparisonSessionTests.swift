import BertData
import BertInference
import BertTuning
import Foundation
import Synchronization
import Testing

struct ComparisonSessionTests {
  private static let seeds: [UInt64] = [1, 2]
  private static let methods: [TrainingMethod] = [
    .majority, .tfidf, .nbsvm, .word2vec, .fasttext, .features, .finetune,
  ]

  private func job(_ tiny: TinyModel, _ methods: [TrainingMethod]) throws -> ComparisonJob {
    var options = TinyModel.options()
    options.method = .auto
    options.epochs = 1
    var job = ComparisonJob(
      data: try TinyModel.data(160, test: TinyModel.examples(60, seed: 5)), methods: methods, options: options,
      seeds: Self.seeds, output: tiny.output)
    job.encoder = tiny.encoder
    job.encoderName = "tiny"
    job.threads = 1
    return job
  }

  private func labels(_ answers: ComparedAnswers) -> [Int]? {
    if case .labels(let labels) = answers { labels } else { nil }
  }

  private func stored(_ tiny: TinyModel) throws -> ComparisonRecord {
    try JSONDecoder().decode(
      ComparisonRecord.self, from: Data(contentsOf: tiny.output.appendingPathComponent("compare.json")))
  }

  @Test func climbsTheLadder() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny, Self.methods)
    job.drawsCurve = true
    var session = try ComparisonSession(job)
    let record = try session.run()
    #expect(record.rungs.map(\.method) == Self.methods)
    #expect(record.rungs.map(\.runs.count) == [1, 1, 1, 2, 2, 1, 2])
    #expect(record.truth.count == 60)
    for (below, rung) in zip(record.rungs, record.rungs.dropFirst()) {
      let against = try #require(rung.against)
      #expect(
        against.method == below.method && abs(against.gain - (rung.figures.deciding - below.figures.deciding)) < 1e-12)
      #expect(against.interval[0] <= against.gain && against.gain <= against.interval[1])
    }
    for rung in record.rungs {
      #expect(rung.interval[0] <= rung.figures.deciding && rung.figures.deciding <= rung.interval[1])
      for run in rung.runs {
        let right = try #require(labels(run.predictions)).indices.count {
          labels(run.predictions)?[$0] == labels(record.truth)?[$0]
        }
        #expect(run.figures[.accuracy] == Double(right) / 60 && run.rowsPerSecond > 0)
        guard let name = run.bundle else { continue }
        let bundle = tiny.output.appendingPathComponent(name)
        let read = try TextClassifier(contentsOf: bundle, threads: 1).predict(job.data.test)
        #expect(.labels(read.map(\.index)) == run.predictions && run.sizeBytes > 500)
      }
    }
    #expect(record.rungs[1].figures.deciding > 0.9 && record.rungs[0].figures.deciding < 0.2)
    // A random encoder that learns for one pass is far below counting words.
    #expect(record.verdict.map { $0.outcome != .better } == true, "\(record.recommendation ?? "")")
    // 120 rows to learn from: an eighth is too few.
    #expect(record.curve.count == 6 * 2 && Set(record.curve.map(\.rows)) == [60, 120])
    let saved = try stored(tiny)
    #expect(saved.recommendation == record.recommendation && saved.rungs.count == 7)
    #expect(try !FileManager.default.contentsOfDirectory(atPath: tiny.output.path).contains("curve"))
  }

  @Test func methodsThatAreNamedClimbFromTheCheapest() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny, [.bitfit, .lora, .setfit, .knn, .prototypes, .majority])
    job.options.epochs = 1
    job.pairOptions.maxLength = 32
    job.pairOptions.pairs = .iterations(1)
    var session = try ComparisonSession(job)
    let rungs = try session.run().rungs
    #expect(rungs.map(\.method) == [.majority, .prototypes, .knn, .setfit, .lora, .bitfit])
    #expect(rungs.allSatisfy { $0.figures.deciding > 0 })
    for rung in rungs.dropFirst() {
      let bundle = tiny.output.appendingPathComponent(try #require(rung.runs[0].bundle))
      #expect(try TextClassifier(contentsOf: bundle, threads: 1).record?.method == rung.method)
    }
  }

  /// Another encoder has a rung behind each method's own, and its bundle is that of a training with it.
  @Test func otherEncodersHaveRungsOfTheirOwn() throws {
    let tiny = try TinyModel(), student = try TinyModel()
    defer {
      tiny.remove()
      student.remove()
    }
    try FamilyBundleTests.replaceEncoder(of: student, by: "distilbert")
    var job = try job(tiny, [.tfidf, .features, .prototypes])
    job.others = [OtherEncoder(name: "students/small", directory: student.encoder)]
    job.drawsCurve = true
    var session = try ComparisonSession(job)
    let record = try session.run()
    #expect(record.rungs.map(\.method) == [.tfidf, .prototypes, .prototypes, .features, .features])
    #expect(record.rungs.map(\.encoder) == [nil, nil, "students/small", nil, "students/small"])
    #expect(record.rungs[4].title == "frozen encoder (students/small)")
    #expect(record.rungs[4].against?.method == .features && record.rungs[4].against?.encoder == nil)
    #expect(record.rungs[3].against?.title == "nearest class mean (students/small)")
    #expect(
      record.rungs.map { $0.runs[0].bundle } == [
        "tfidf", "prototypes", "prototypes-small", "features", "features-small",
      ])
    #expect(record.curve.count == 3 * 2)
    // The same as by a comparison with that encoder alone.
    let alone = try TinyModel()
    defer { alone.remove() }
    var other = try self.job(alone, [.features])
    (other.encoder, other.encoderName) = (student.encoder, "students/small")
    var second = try ComparisonSession(other)
    let expected = try second.run().rungs[0]
    #expect(record.rungs[4].figures == expected.figures)
    #expect(record.rungs[4].runs[0].predictions == expected.runs[0].predictions)
    let bundles = [
      tiny.output.appendingPathComponent("features-small"), alone.output.appendingPathComponent("features"),
    ]
    #expect(try tiny.weights(bundles[0]) == alone.weights(bundles[1]))
    // What is finished is kept, and what is no longer asked for is left out.
    job.resume = true
    var resumed = try ComparisonSession(job), kept = 0
    let again = try resumed.run(onEvent: { if case .kept = $0 { kept += 1 } })
    #expect(kept == 5 && again.rungs.map(\.against) == record.rungs.map(\.against))
    #expect(again.rungs.map(\.title) == record.rungs.map(\.title))
    job.others = []
    var fewer = try ComparisonSession(job)
    #expect(try fewer.run().rungs.map(\.encoder) == [nil, nil, nil])
  }

  @Test func encodersThatCannotBeToldApartAreRefused() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    for (methods, names) in [
      ([TrainingMethod.tfidf], ["a"]), ([.features], ["x/a", "y/a"]), ([.features], ["tiny"]),
    ] {
      var job = try job(tiny, methods)
      job.others = names.map { OtherEncoder(name: $0, directory: tiny.encoder) }
      #expect {
        try ComparisonSession(job)
      } throws: {
        if case .option(name: "beside", _, _)? = $0 as? TuningError { true } else { false }
      }
    }
  }

  @Test func onlyOneComparisonAtATimeInOnePlace() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let job = try job(tiny, [.majority])
    var first = try ComparisonSession(job)
    #expect {
      try ComparisonSession(job)
    } throws: {
      if case .outputBusy? = $0 as? TuningError { true } else { false }
    }
    _ = try first.run()
    #expect(throws: Never.self) { _ = try ComparisonSession(job) }
  }

  @Test func anInterruptedComparisonKeepsItsRungsAndGoesOn() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny, [.majority, .tfidf, .nbsvm, .finetune])
    let steps = Mutex(0)
    var session = try ComparisonSession(job)
    #expect {
      try session.run(
        isCancelled: { steps.withLock { $0 } >= 3 },
        onEvent: { event in
          if case .training(.step) = event { steps.withLock { $0 += 1 } }
        })
    } throws: {
      if case .interrupted(let place?)? = $0 as? TuningError { place == tiny.output.path } else { false }
    }
    #expect(try stored(tiny).rungs.map(\.method) == [.majority, .tfidf, .nbsvm])

    job.resume = true
    var resumed = try ComparisonSession(job)
    var kept: [TrainingMethod] = []
    var continues = false
    let record = try resumed.run(onEvent: { event in
      switch event {
      case .kept(let rung): kept.append(rung.method)
      case .training(.resumed): continues = true
      default: break
      }
    })
    #expect(kept == [.majority, .tfidf, .nbsvm] && continues)

    // Without the break it is the same.
    job.resume = false
    job.output = tiny.root.appendingPathComponent("whole")
    var whole = try ComparisonSession(job)
    let expected = try whole.run()
    #expect(record.rungs.map { $0.runs.map(\.predictions) } == expected.rungs.map { $0.runs.map(\.predictions) })
    #expect(record.rungs.map(\.against) == expected.rungs.map(\.against))
  }

  @Test func onlyWhatFitsIsResumed() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny, [.majority, .tfidf])
    func refuses(_ change: (inout ComparisonJob) throws -> Void, _ word: String) throws {
      var other = job
      other.resume = true
      try change(&other)
      #expect {
        try ComparisonSession(other)
      } throws: {
        "\(Mirror(reflecting: $0).children.first?.label ?? "")" == word
      }
    }
    try refuses({ _ in }, "nothingToResume")
    var session = try ComparisonSession(job)
    _ = try session.run()
    try refuses({ $0.data = try TinyModel.data(90, test: TinyModel.examples(60, seed: 5)) }, "resumeInputDiffers")
    try refuses({ $0.encoderName = "other" }, "resumeInputDiffers")
    try refuses({ $0.seeds = [9] }, "resumeOptionsDiffer")
    try refuses({ $0.options.epochs = 7 }, "resumeOptionsDiffer")
    let file = tiny.output.appendingPathComponent("compare.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    for (old, new, word) in [
      ("\"format_version\":1", "\"format_version\":4", "inference"),
      ("\"predictions\":[", "\"predictions\":[99,", "fileMalformed"), ("{", "", "journalDamaged"),
    ] {
      try Data(text.replacingOccurrences(of: old, with: new).utf8).write(to: file)
      try refuses({ _ in }, word)
    }
    try Data(text.utf8).write(to: file)
    job.methods.append(.nbsvm)
    job.resume = true
    var more = try ComparisonSession(job)
    #expect(try more.run().rungs.map(\.method) == [.majority, .tfidf, .nbsvm])
  }

  @Test func aDirectoryOfOthersIsLeftAlone() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var job = try job(tiny, [.majority])
    job.output = tiny.encoder
    #expect(throws: TuningError.self) { try ComparisonSession(job) }
    job.output = tiny.output
    job.methods = [.finetune]
    job.encoder = nil
    #expect(throws: TuningError.self) { try ComparisonSession(job) }
    job.methods = []
    #expect(throws: TuningError.self) { try ComparisonSession(job) }
  }
}
