import BertCheckpoint
import BertData
import BertEncoder
import BertInference
import BertTuning
import Foundation
import Synchronization
import Testing

/// What fine-tuning makes of its training rows beside learning each as it is.
@Suite struct AugmentationTests {
  private static func options(_ change: (inout AugmentationOptions) -> Void) -> TrainingOptions {
    var options = TinyModel.options(), augmentation = AugmentationOptions()
    change(&augmentation)
    options.augmentation = augmentation
    return options
  }

  private static let kinds = ["resample", "mixup", "eda", "noise", "all"]

  private static func options(_ kind: String) -> TrainingOptions {
    options { augmentation in
      let isAll = kind == "all"
      if isAll || kind == "resample" { augmentation.resampling = 0 }
      if isAll || kind == "mixup" { augmentation.mixup = 0.5 }
      if isAll || kind == "eda" { augmentation.texts = TextAugmentation(.eda, copies: 2) }
      if kind == "noise" { augmentation.texts = TextAugmentation(.noise) }
    }
  }

  /// Three labels with 24, 12 and 6 rows.
  private static func unbalanced() throws -> TrainingData {
    let examples = TinyModel.examples(72)
    let training = examples.filter { $0.line % 4 < [4, 2, 1][$0.label ?? 0] }
    return try TrainingData(
      labels: TinyModel.labels, training: training, validation: TinyModel.examples(24, seed: 9))
  }

  // MARK: Resampling

  /// All rows of a label come equally often, but for some that come once more.
  @Test func countsAreExact() {
    let labels = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 3]
    for (power, expected) in [(0.0, [7, 7, 0, 7]), (0.5, [7, 5, 0, 3]), (0.999, [7, 3, 0, 1])] {
      let rows = ResampledRows(labels: labels, classes: 4, power: power)
      #expect(rows.counts == expected && rows.count == expected.reduce(0, +), "\(power)")
      for epoch in 0..<5 {
        let places = rows.places(epoch: epoch, seed: 7)
        let times = Dictionary(places.map { ($0, 1) }, uniquingKeysWith: +)
        for label in [0, 1, 3] {
          let own = labels.indices.filter { labels[$0] == label }.map { times[$0] ?? 0 }
          #expect(own.reduce(0, +) == expected[label])
          #expect(own.max() ?? 0 <= (own.min() ?? 0) + 1, "\(own)")
        }
      }
    }
  }

  /// Seed and epoch decide, and over the epochs every row has its turn.
  @Test func rowsAreDrawnAnew() {
    let labels = [Int](repeating: 0, count: 10) + [Int](repeating: 1, count: 7)
    let rows = ResampledRows(labels: labels, classes: 2, power: 0)
    #expect(rows.places(epoch: 3, seed: 1) == rows.places(epoch: 3, seed: 1))
    #expect(rows.places(epoch: 3, seed: 1) != rows.places(epoch: 4, seed: 1))
    #expect(rows.places(epoch: 3, seed: 1) != rows.places(epoch: 3, seed: 2))
    var extra: Set<Int> = []
    for epoch in 0..<40 {
      let times = Dictionary(rows.places(epoch: epoch, seed: 1).map { ($0, 1) }, uniquingKeysWith: +)
      extra.formUnion(times.filter { $0.value > 1 }.keys)
    }
    #expect(extra == Set(10..<17))
  }

  @Test func thePlanHasTheRowsOfAnEpoch() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let data = try Self.unbalanced(), most = data.counts.max() ?? 0
    let session = try TrainingSession(tiny.job(Self.options("resample"), data: data))
    #expect(data.counts != [most, most, most])
    #expect(session.plan.steps == 3 * ((3 * most + 7) / 8))
    #expect(session.plan.lines.contains { $0.contains("all labels equally often: \(3 * most) sequences an epoch") })
    let last = Mutex(0)
    _ = try session.run(onEvent: { event in
      if case .step(let progress) = event { last.withLock { $0 = progress.step } }
    })
    #expect(last.withLock { $0 } == session.plan.steps)
  }

  // MARK: Mix-up

  /// Beta(α, α) has the mean ½ and the variance 1/(4(2α + 1)).
  @Test(arguments: [0.001, 0.1, 1, 4]) func sharesAreOfTheDistribution(alpha: Double) {
    let mixup = Mixup(alpha: alpha, seed: 11), count = 4000
    let shares = (0..<count).map { Double(mixup.mix(step: UInt64($0), texts: 2).share) }
    #expect(shares.allSatisfy { (0...1).contains($0) })
    let mean = shares.reduce(0, +) / Double(count)
    let variance = shares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    let expected = 1 / (4 * (2 * alpha + 1))
    #expect(abs(mean - 0.5) < 4 * (expected / Double(count)).squareRoot(), "\(mean)")
    #expect(abs(variance - expected) < 0.12 * expected, "\(variance) for \(expected)")
  }

  @Test func partnersAreAPermutation() {
    let mixup = Mixup(alpha: 0.1, seed: 3)
    var first: Set<Int> = []
    for step in 0..<64 {
      let mix = mixup.mix(step: UInt64(step), texts: 6)
      #expect(mix.partners.sorted() == Array(0..<6))
      #expect(mix == mixup.mix(step: UInt64(step), texts: 6))
      first.insert(mix.partners[0])
    }
    #expect(first == Set(0..<6))
    #expect(mixup.mix(step: 5, texts: 6) != Mixup(alpha: 0.1, seed: 4).mix(step: 5, texts: 6))
  }

  // MARK: Runs

  /// What judges is read as it stands: the figures of the run are those of the bundle on the rows themselves. Were versions judged
  /// with them, there would be more rows, and were they judged in their place, other scores.
  @Test func rowsThatJudgeStayAsTheyAre() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let test = TinyModel.examples(30, seed: 21)
    let data = try TinyModel.data(96, test: test)
    var options = Self.options("all")
    options.augmentation?.texts?.copies = 4
    let session = try TrainingSession(tiny.job(options, data: data))
    // Each training row five times, resampled or not: the labels have equally many.
    #expect(session.plan.steps == 3 * ((5 * 3 * (data.counts.max() ?? 0) + 7) / 8))
    let outcome = try session.run()
    let classifier = try TextClassifier(contentsOf: tiny.output)
    for (rows, metrics) in [(data.validation, outcome.validation), (data.test, outcome.test)] {
      let figures = try #require(metrics?.classification)
      let predictions = try rows.map { try classifier.predict([$0.text])[0] }
      #expect(figures.rows == rows.count)
      let loss = zip(rows, predictions).reduce(0) { sum, row in
        sum - log(row.1.scores[row.0.label ?? 0])
      }
      #expect(abs(loss / Double(rows.count) - figures.logLoss) < 1e-4, "\(loss) and \(figures.logLoss)")
    }
  }

  @Test func neighboursAreOfTheVectors() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.augmentation = AugmentationOptions()
    options.augmentation?.texts = TextAugmentation(.eda, vectors: .init(name: "words", sha256: "00"))
    let session = try TrainingSession(tiny.job(options))
    #expect(session.plan.lines.contains { $0.contains("with neighbours from words") })
    // They are named, and were not opened.
    #expect(throws: TuningError.self) { try session.run() }
  }

  /// Inside an epoch and at its end, at another number of threads than the first.
  @Test(arguments: kinds, [4, 9]) func resumesToTheSameBytes(kind: String, cut: Int) throws {
    let whole = try TinyModel(), parts = try TinyModel(), plain = try TinyModel()
    defer {
      for tiny in [whole, parts, plain] { tiny.remove() }
    }
    let data = try Self.unbalanced()
    var options = Self.options(kind)
    options.epochs = 2
    _ = try TrainingSession(whole.job(options, data: data)).run()
    var job = try parts.job(options, data: data)
    job.threads = 2
    let done = Mutex(0)
    #expect(throws: TuningError.self) {
      try TrainingSession(job).run(
        isCancelled: { done.withLock { $0 } >= cut },
        onEvent: { event in
          if case .step(let progress) = event { done.withLock { $0 = progress.step } }
        })
    }
    job.resume = true
    job.threads = 1
    _ = try TrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    #expect(try ClassifierBundle(contentsOf: whole.output).record.trainingOptions == options)
    // It changes what is learnt.
    options.augmentation = nil
    _ = try TrainingSession(plain.job(options, data: data)).run()
    #expect(try plain.weights(plain.output) != whole.weights(whole.output))
  }

  @Test func refusesWhatDoesNotGoTogether() throws {
    func expectRefused(
      _ name: String, _ method: TrainingMethod = .finetune, also: (inout TrainingOptions) -> Void = { _ in },
      _ change: (inout AugmentationOptions) -> Void
    ) {
      var options = Self.options(change)
      options.method = method
      also(&options)
      #expect("\(name) of \(method)") {
        try options.validate(hasValidation: true)
      } throws: { error in
        guard case .option(let found, _, _)? = error as? TuningError else { return false }
        return found == name
      }
    }
    for method in [TrainingMethod.features, .setfit, .auto, .tfidf, .knn] {
      expectRefused("resample", method) { $0.resampling = 0 }
      expectRefused("mixup", method) { $0.mixup = 0.1 }
      expectRefused("augment", method) { $0.texts = TextAugmentation(.eda) }
    }
    for copies in [0, -1, 65] { expectRefused("augment") { $0.texts = TextAugmentation(.noise, copies: copies) } }
    expectRefused("augment", also: { $0.longText = .windows }) { $0.texts = TextAugmentation(.eda) }
    expectRefused("vectors") { $0.texts = TextAugmentation(.noise, vectors: .init(name: "words", sha256: "00")) }
    for power in [-0.1, 1, .nan] { expectRefused("resample") { $0.resampling = power } }
    for alpha in [0, -1, 1e-4, 9, .infinity, .nan] { expectRefused("mixup") { $0.mixup = alpha } }
    expectRefused("resample", also: { $0.classWeights = .balanced }) { $0.resampling = 0.5 }
    expectRefused("mixup", also: { $0.batchSize = 1 }) { $0.mixup = 0.1 }
    expectRefused("mixup", also: { $0.maxMemory = 1 << 30 }) { $0.mixup = 0.1 }
    expectRefused(
      "mixup",
      also: { options in
        options.stability = StabilityOptions()
        options.stability?.rDrop = 1
      }
    ) { $0.mixup = 0.1 }
    for kind in Self.kinds {
      let options = Self.options(kind)
      #expect(throws: TuningError.self) { try options.validateForTokens() }
    }
    let resampled = Self.options("resample")
    for problem in [ProblemType.multiLabel, .regression] {
      #expect(throws: TuningError.self) { try resampled.validate(problem: problem) }
    }
    for text in ["", "equal", "0,5"] {
      #expect(throws: TuningError.self) { try AugmentationOptions.resampling(parsing: text) }
    }
    #expect(try AugmentationOptions.resampling(parsing: "balanced") == 0)
    #expect(try AugmentationOptions.resampling(parsing: "0.5") == 0.5)
  }
}
