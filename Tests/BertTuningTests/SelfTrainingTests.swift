import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertTuning
import Foundation
import Synchronization
import Testing

/// Fine-tuning that learns from texts without labels too.
@Suite struct SelfTrainingTests {
  private static func options(_ selfTraining: SelfTrainingOptions?) -> TrainingOptions {
    var options = TinyModel.options()
    options.epochs = 2
    options.selfTraining = selfTraining
    return options
  }

  /// 48 labelled rows, 60 that judge, and 90 without a label.
  private static func data(unlabelled: Bool = true) throws -> TrainingData {
    var data = try TrainingData(
      labels: TinyModel.labels, training: TinyModel.examples(48), validation: TinyModel.examples(60, seed: 17))
    if unlabelled {
      data.unlabelled = try UnlabelledTexts(
        TinyModel.examples(90, seed: 23), leavingOut: data.training + data.validation)
    }
    return data
  }

  // MARK: Which texts

  @Test func theSurestOfEachLabelAreTaken() {
    // Label 0 is sure of five texts of which four are taken, label 1 of one, label 2 of none, and label 3 has no rows.
    let sure: [(Int, Double)] = [(0, 0.91), (0, 0.99), (1, 0.95), (2, 0.89), (0, 0.9), (0, 0.97), (3, 0.99), (0, 0.91)]
    let probabilities = sure.flatMap { label, p in (0..<4).map { $0 == label ? p : (1 - p) / 3 } }
    let pseudo = PseudoRows(probabilities: probabilities, labelled: [1, 2, 3, 0], threshold: 0.9)
    #expect(pseudo.rows == [0, 1, 2, 5, 7] && pseudo.labels == [0, 0, 1, 0, 0])
    // Each label counts twice its labelled rows, and the mean over the eleven rows is 1.
    func sum(_ label: Int) -> Double {
      Double([1, 2, 3][label]) * pseudo.labelledWeights[label]
        + Double(pseudo.labels.count { $0 == label }) * pseudo.weights[label]
    }
    #expect(abs(sum(1) - 2 * sum(0)) < 1e-12 && abs(sum(2) - 3 * sum(0)) < 1e-12)
    #expect(abs(sum(0) + sum(1) + sum(2) - 11) < 1e-12)
    #expect(abs(pseudo.weights[0] - pseudo.labelledWeights[0] / 4) < 1e-12)
    #expect(abs(pseudo.weights[1] / pseudo.labelledWeights[1] - 1 / 1.5) < 1e-12)
    #expect(PseudoRows(probabilities: probabilities, labelled: [1, 2, 3, 0], threshold: 0.995).rows.isEmpty)
  }

  // MARK: The verdict

  /// Six rows more and none fewer are beyond chance at 5 %, four are not, and of two rounds the best must be at 2.5 %.
  @Test func aGainMustBeBeyondChance() {
    func record(_ more: Int, fewer: Int = 0, rounds: Int = 1, isBetter: Bool = true) -> UnlabelledRecord {
      let plain = (0..<60).map { $0 >= more && $0 < 40 }
      let trained = (0..<60).map { $0 < 40 - fewer }
      return UnlabelledRecord(
        plain: plain, trained: trained, isBetter: isBetter,
        rounds: (0..<rounds).map { _ in .init(texts: 30, accuracy: 0.5) }, learntFrom: 30, texts: 90)
    }
    #expect(record(6).chosen == .selfTraining && record(6).learntFrom == 30)
    #expect(record(4).chosen == .plain && record(4).learntFrom == 0)
    #expect(record(6, rounds: 4).chosen == .plain)
    #expect(record(9, fewer: 8).chosen == .plain)
    #expect(record(20, isBetter: false).chosen == .plain)
    let figures = record(6).candidates.map(\.accuracy), expected: [Double?] = [34 / 60, 40 / 60]
    #expect(figures == expected)
    #expect(abs((record(6).candidates[1].p ?? 0) - 1 / 64) < 1e-12)
    let none = UnlabelledRecord(plain: [true], trained: nil, isBetter: false, rounds: [], learntFrom: 0, texts: 9)
    #expect(none.chosen == .plain && none.candidates.count == 1)
  }

  // MARK: Runs

  /// Where the classifier is sure of nothing, the bundle is that of a run without such texts.
  @Test func nothingSureLeavesTheBytes() throws {
    let tiny = try TinyModel(), plain = try TinyModel()
    defer {
      tiny.remove()
      plain.remove()
    }
    let outcome = try TrainingSession(
      tiny.job(Self.options(SelfTrainingOptions(threshold: 0.999_999)), data: Self.data())
    ).run()
    _ = try TrainingSession(plain.job(Self.options(nil), data: Self.data(unlabelled: false))).run()
    #expect(try tiny.weights(tiny.output) == plain.weights(plain.output))
    #expect(try #require(outcome.note).contains("is sure of none"))
    #expect(outcome.unlabelled?.chosen == .plain && outcome.unlabelled?.rounds == [])
  }

  /// The bundle is what the record says, and its figures are of its own weights.
  @Test func theBundleIsTheOneChosen() throws {
    let tiny = try TinyModel(), plain = try TinyModel()
    defer {
      tiny.remove()
      plain.remove()
    }
    let texts = Mutex<[Int]>([])
    let outcome = try TrainingSession(
      tiny.job(Self.options(SelfTrainingOptions(rounds: 2, threshold: 0.34)), data: Self.data())
    ).run(onEvent: { event in
      if case .selfTraining(_, _, let count) = event { texts.withLock { $0.append(count) } }
    })
    _ = try TrainingSession(plain.job(Self.options(nil), data: Self.data(unlabelled: false))).run()
    let record = try #require(outcome.unlabelled), rounds = try #require(record.rounds)
    #expect(!rounds.isEmpty && texts.withLock { $0 } == [0] + rounds.map(\.texts))
    #expect(rounds.allSatisfy { (1...90).contains($0.texts) } && record.judged == 60)
    let isPlain = record.chosen == .plain
    #expect(try (tiny.weights(tiny.output) == plain.weights(plain.output)) == isPlain)
    let own = try #require(record.candidates[isPlain ? 0 : 1].accuracy)
    let rows = try Self.data().validation, classifier = try TextClassifier(contentsOf: tiny.output)
    let right = zip(rows, try classifier.predict(rows)).count { $0.label == $1.index }
    #expect(Double(right) / Double(rows.count) == own)
    #expect(try #require(outcome.validation?.classification).accuracy == own)
  }

  /// Cut while the labelled texts alone are learnt, and in the first round.
  @Test(arguments: [5, 15]) func resumesToTheSameBytes(cut: Int) throws {
    let whole = try TinyModel(), parts = try TinyModel()
    defer {
      whole.remove()
      parts.remove()
    }
    let options = Self.options(SelfTrainingOptions(threshold: 0.34)), data = try Self.data()
    let all = try TrainingSession(whole.job(options, data: data)).run()
    var job = try parts.job(options, data: data)
    job.threads = 2
    let done = Mutex(0)
    #expect(throws: TuningError.self) {
      try TrainingSession(job).run(
        isCancelled: { done.withLock { $0 } >= cut },
        onEvent: { event in
          if case .step = event { done.withLock { $0 += 1 } }
        })
    }
    job.resume = true
    job.threads = 1
    let resumed = try TrainingSession(job).run()
    #expect(try parts.weights(parts.output) == whole.weights(whole.output))
    #expect(resumed.unlabelled == all.unlabelled)
    #expect(try ClassifierBundle(contentsOf: whole.output).record.trainingOptions == options)
  }

  @Test func refusesWhatDoesNotGoTogether() throws {
    func expectRefused(_ name: String, _ change: (inout TrainingOptions) -> Void) {
      var options = Self.options(SelfTrainingOptions())
      change(&options)
      #expect("\(name)") {
        try options.validate(hasValidation: true)
      } throws: { error in
        guard case .option(let found, _, _)? = error as? TuningError else { return false }
        return found == name
      }
    }
    for method in [TrainingMethod.features, .setfit, .lora, .bitfit, .auto] {
      expectRefused("self-training") { $0.method = method }
    }
    for rounds in [0, 11] { expectRefused("self-training") { $0.selfTraining?.rounds = rounds } }
    for threshold in [0, 1, .nan] {
      expectRefused("self-training-threshold") { $0.selfTraining?.threshold = threshold }
    }
    for probe in [true, false] {
      expectRefused("self-training") { options in
        options.stability = StabilityOptions()
        if probe { options.stability?.linearProbe = true } else { options.stability?.rDrop = 1 }
      }
    }
    let options = Self.options(SelfTrainingOptions())
    for problem in [ProblemType.multiLabel, .regression] {
      #expect(throws: TuningError.self) { try options.validate(problem: problem) }
    }
    #expect(throws: TuningError.self) { try options.validateForTokens() }
    let tiny = try TinyModel()
    defer { tiny.remove() }
    // Without texts, and without rows that judge.
    var unjudged = try TinyModel.data(held: 0)
    unjudged.unlabelled = try UnlabelledTexts(TinyModel.examples(90, seed: 23), leavingOut: unjudged.training)
    for data in [try Self.data(unlabelled: false), unjudged] {
      #expect {
        try TrainingSession(tiny.job(options, data: data))
      } throws: { error in
        guard case .option("self-training", _, _)? = error as? TuningError else { return false }
        return true
      }
    }
  }
}
