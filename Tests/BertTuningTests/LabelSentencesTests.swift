import BertData
import BertInference
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Sentences about the labels in the place of labelled texts, against the rows that setfit's `get_templated_dataset` makes:
/// `Scripts/golden/label_sentences.py`.
@Suite struct LabelSentencesTests {
  private struct Figures: Decodable {
    struct Row: Decodable {
      let text: String
      let label: Int
    }
    struct Case: Decodable {
      let descriptions: [[String]]
      let templates: [String]
      let copies: Int
      let rows: [Row]
    }
    let cases: [Case]
  }

  private static func described(_ texts: [[String]]) throws -> LabelDescriptions {
    let list = texts.enumerated().flatMap { label, own in own.map { "label\(label)=\"\($0)\"" } }
    return try LabelDescriptions(parsing: list.joined(separator: ","))
  }

  @Test func theRowsAreSetfits() throws {
    let cases = try Golden.load(Figures.self, "label-sentences.json", target: "BertTuningTests").cases
    #expect(cases.count == 3)
    for golden in cases {
      let descriptions = try Self.described(golden.descriptions)
      let rows = try TrainingRows(
        LabelSentences(descriptions, templates: golden.templates, copies: golden.copies),
        labels: LabelSet(names: descriptions.names)
      ).data
      #expect(rows.training.map(\.text) == golden.rows.map(\.text))
      #expect(rows.training.map(\.label) == golden.rows.map(\.label))
      #expect(rows.validation.isEmpty && rows.test.isEmpty)
    }
  }

  /// The order of the labels is that of the set, not that of the descriptions; descriptions alone are the usual sentences.
  @Test func theLabelsDecideTheOrder() throws {
    let descriptions = try LabelDescriptions(parsing: "b=second,a=first")
    let rows = try TrainingRows(
      LabelSentences(descriptions, copies: 1), labels: LabelSet(names: ["a", "b"])
    ).data.training
    #expect(rows.map(\.text) == ["first", "second"] && rows.map(\.label) == [0, 1])
    #expect(throws: TuningError.self) {
      try TrainingRows(LabelSentences(descriptions), labels: LabelSet(names: ["a", "c"]))
    }
    #expect(throws: TuningError.self) {
      try TrainingRows(
        LabelSentences(descriptions, templates: ["no place"]), labels: LabelSet(names: ["a", "b"]))
    }
  }

  private static let sentences: LabelSentences? = try? LabelSentences(
    LabelDescriptions(
      parsing: zip(TinyModel.labels.names, [TinyModel.bad, TinyModel.neutral, TinyModel.good]).flatMap { name, words in
        words.map { "\(name)=\($0)" }
      }.joined(separator: ",")), templates: ["it was {}", "this is {}"], copies: 2)

  private static func run(
    _ method: TrainingMethod, threads: Int = 1, stopAfter: Int? = nil
  ) throws -> (weights: Data, outcome: TrainingOutcome, record: BundleRecord?) {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let sentences = try #require(Self.sentences)
    var options = TrainingOptions.ofPairs
    options.method = method
    options.maxLength = 32
    options.learningRate = 1e-3
    options.labelSentences = sentences
    let made = try TrainingRows(sentences, labels: TinyModel.labels).data
    let data = try TrainingData(
      labels: TinyModel.labels, training: made.training, validation: [], test: TinyModel.examples(60, words: 2))
    var job = try tiny.job(options, data: data)
    job.threads = threads
    if let stopAfter {
      job.runInterrupted(afterSteps: stopAfter)
      job.resume = true
    }
    let outcome = try TrainingSession(job).run()
    return (try tiny.weights(tiny.output), outcome, try ClassifierBundle(contentsOf: outcome.bundle).record)
  }

  /// Texts that no label was given for are told apart by what the labels' sentences taught.
  @Test func aClassifierIsLearntWithoutTexts() throws {
    let (weights, outcome, record) = try Self.run(.setfit)
    #expect(try #require(outcome.test?.classification?.accuracy) > 0.6)
    #expect(outcome.note?.contains("sentences about the labels cannot judge") == true)
    #expect(record?.trainingOptions?.labelSentences == Self.sentences)
    #expect(try Self.run(.setfit, threads: 2).weights == weights)
    #expect(try Self.run(.setfit, stopAfter: 4).weights == weights)
  }

  @Test func featuresLearnFromThemToo() throws {
    let outcome = try Self.run(.features).outcome
    #expect(outcome.note?.contains("the usual penalty") == true)
    #expect(try #require(outcome.epochs.first).trainingLoss < 0.5)
  }

  @Test func whatCopiesCannotJudgeIsRefused() throws {
    let changes: [(inout TrainingOptions) -> Void] = [
      { $0.method = .finetune }, { $0.earlyStopping = 1 }, { $0.appendNearest = .label },
      { ($0.method, $0.layer) = (.features, .chosen) }, { $0.adaptation = .coral },
      { $0.labelDescriptions = $0.labelSentences?.descriptions }, { $0.labelSentences?.copies = 0 },
    ]
    for (place, change) in changes.enumerated() {
      var options = TrainingOptions.ofPairs
      options.labelSentences = Self.sentences
      try options.validate(hasValidation: false)
      change(&options)
      #expect(throws: TuningError.self, "\(place)") { try options.validate(hasValidation: false) }
    }
  }
}
