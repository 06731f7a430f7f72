import BertData
import BertInference
import BertStorage
import BertTuning
import Foundation
import Testing

struct OptionsTests {
  typealias Change = @Sendable (inout TrainingOptions) -> Void
  static let wrong: [(name: String, change: Change)] = [
    ("epochs", { $0.epochs = 0 }), ("batch-size", { $0.batchSize = 0 }), ("max-length", { $0.maxLength = 2 }),
    ("epochs", { $0.epochs = .max }), ("batch-size", { $0.batchSize = .max }),
    ("head-epochs", { options in options.change { $0.epochs = .max } }),
    ("head-batch-size", { options in options.change { $0.batchSize = .max } }),
    ("learning-rate", { $0.learningRate = 0 }), ("learning-rate", { $0.learningRate = .nan }),
    ("layer-decay", { $0.layerDecay = 0 }), ("layer-decay", { $0.layerDecay = 1.5 }),
    ("warmup", { $0.warmUp = .fraction(1.1) }), ("warmup", { $0.warmUp = .steps(-1) }),
    ("weight-decay", { $0.weightDecay = -1 }), ("clip-norm", { $0.clipNorm = 0 }), ("dropout", { $0.dropout = 1 }),
    ("reinit-top", { $0.reinitializeTop = -1 }), ("class-weights", { $0.classWeights = .list([0, 0]) }),
    ("early-stopping", { $0.earlyStopping = 0 }),
  ]

  @Test(arguments: wrong.indices) func aWrongValueIsNamed(index: Int) throws {
    var options = TrainingOptions()
    try options.validate(hasValidation: true)
    Self.wrong[index].change(&options)
    #expect {
      try options.validate(hasValidation: true)
    } throws: {
      guard let error = $0 as? TuningError, case .option(let name, _, _) = error else { return false }
      return name == Self.wrong[index].name && error.code == .usage
    }
  }

  @Test func descriptionsAreOfTheLabelsOfOneLabelATextAlone() throws {
    var options = TrainingOptions()
    options.labelDescriptions = try LabelDescriptions(parsing: "pos=a good one,neg=a bad one")
    try options.validate(hasValidation: true)
    try options.validate(problem: .singleLabel)
    try options.validate(descriptionsOf: LabelSet(names: ["neg", "pos"]))
    for labels in [["neg", "pos", "neu"], ["neg", "other"]] {
      #expect(throws: TuningError.self) { try options.validate(descriptionsOf: LabelSet(names: labels)) }
    }
    for problem in [ProblemType.multiLabel, .regression] {
      options.metric = problem.usualMetric
      #expect(throws: TuningError.self) { try options.validate(problem: problem) }
    }
    for method in TrainingMethod.allCases {
      options.method = method
      let isValid = (try? options.validate(hasValidation: true)) != nil
      #expect(isValid == [.auto, .features, .setfit].contains(method))
    }
    // Options that were recorded before there were descriptions are those without.
    options.labelDescriptions = nil
    let text = String(decoding: try JSONEncoder().encode(options), as: UTF8.self)
    #expect(!text.contains("labelDescriptions"))
    #expect(try JSONDecoder().decode(TrainingOptions.self, from: Data(text.utf8)) == options)
  }

  /// One text a label leaves none to judge descriptions by.
  @Test func descriptionsThatCannotBeJudgedAreNotUsed() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.method = .features
    options.labelDescriptions = try DescribedHeadTests.descriptions([["bad"], ["table"], ["fine"]])
    let data = try TrainingData(labels: TinyModel.labels, training: TinyModel.examples(3), validation: [])
    let outcome = try TrainingSession(tiny.job(options, data: data)).run()
    #expect(outcome.descriptions?.use == DescriptionUse.none && outcome.descriptions?.best == nil)
    #expect(outcome.note?.contains("no label has two texts") == true)
  }

  @Test func whatDependsOnTheEncoder() throws {
    var options = TrainingOptions()
    try options.validate(layers: 6, positions: 128)
    #expect(throws: TuningError.self) { try options.validate(layers: 6, positions: 127) }
    options.freeze = .layers(6)
    try options.validate(layers: 6, positions: 128)
    #expect(throws: TuningError.self) { try options.validate(layers: 5, positions: 128) }
    options = TrainingOptions()
    options.earlyStopping = 2
    #expect(throws: TuningError.self) { try options.validate(hasValidation: false) }
  }

  @Test func valuesAreRead() throws {
    #expect(try FreezePolicy(parsing: "all") == .all)
    #expect(try FreezePolicy(parsing: "3") == .layers(3))
    #expect(try FreezePolicy(parsing: "0") == .nothing)
    #expect(throws: TuningError.self) { try FreezePolicy(parsing: "-1") }
    #expect(throws: TuningError.self) { try FreezePolicy(parsing: "most") }
    #expect(try ClassWeighting(parsing: "balanced") == .balanced)
    #expect(try ClassWeighting(parsing: "1,2.5") == .list([1, 2.5]))
    #expect(throws: TuningError.self) { try ClassWeighting(parsing: "1,,2") }
    #expect(throws: TuningError.self) { try ClassWeighting(parsing: "1,-2") }
  }

  /// scikit-learn's compute_class_weight("balanced") of 6, 3 and 1 rows.
  @Test func balancedWeights() throws {
    let weights = try #require(try ClassWeighting.balanced.weights(counts: [6, 3, 1]))
    let expected = [0.5555555555555556, 1.1111111111111112, 3.3333333333333335]
    #expect(zip(weights, expected).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(throws: TuningError.self) { try ClassWeighting.list([1, 2]).weights(counts: [1, 1, 1]) }
  }

  @Test func codingKeepsEveryValue() throws {
    var options = TrainingOptions()
    options.freeze = .layers(2)
    options.classWeights = .list([1, 3])
    options.warmUp = .steps(20)
    options.dropout = 0.2
    options.longText = .headTail
    let data = try JSONEncoder().encode(options)
    #expect(try JSONDecoder().decode(TrainingOptions.self, from: data) == options)
  }

  @Test func dataWithoutUseIsRefused() throws {
    func kind(_ labels: [Int?]) -> ErrorCode? {
      let rows = labels.enumerated().map { TinyModel.row($0.offset, $0.element) }
      do {
        _ = try TrainingData(labels: TinyModel.labels, training: rows, validation: [])
        return nil
      } catch {
        return error.code
      }
    }
    #expect(kind([]) == .badData)
    #expect(kind([1, 1]) == .badData)
    #expect(kind([0, nil]) == .badData)
    #expect(kind([0, 1]) == nil)
  }

  @Test(arguments: [
    (3337, 32, 3), (1056, 32, 4), (600, 32, 6), (270, 32, 10), (1, 32, 10), (100_000, 8, 3), (9, .max, 10),
  ])
  func smallDataIsReadMoreOften(rows: Int, batchSize: Int, epochs: Int) {
    #expect(TrainingOptions.usualEpochs(rows: rows, batchSize: batchSize) == epochs)
  }
}

extension TrainingOptions {
  /// Makes these the options of setfit with a head that is trained together with the encoder, and changes that.
  fileprivate mutating func change(_ change: (inout JointHeadOptions) -> Void) {
    method = .setfit
    var head = JointHeadOptions()
    change(&head)
    jointHead = head
  }
}
