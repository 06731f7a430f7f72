import BertCheckpoint
import BertData
import BertEncoder
import BertFeatures
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Learning vectors from pairs of texts against sentence-transformers and PyTorch: `Scripts/golden/contrastive.py`.
@Suite struct ContrastiveGoldenTests {
  private struct Figures: Decodable {
    let cases: [String: Case]
    let retrieval: Retrieval
    let negatives: Negatives
  }

  struct Case: Decodable {
    let config: EncoderConfiguration
    let shapes: [String: [Int]]
    let sequences: [GoldenModel.Sequence]
    let poolings: [String]
    let dimensions: [Int]?
    /// The texts of each row.
    let rows: [[Int]]
    let scores: [Double]?
    let vectors: [[Float]]
    let loss: Double
    let gradients: [String: GoldenModel.Sample]
    let training: TaskGoldenTests.Case.Training
    let after: [String: GoldenModel.Sample]

    /// The rows by the numbers of their texts, and the texts.
    var pairs: (rows: [PairRow], texts: PairTexts) {
      var texts = PairTexts()
      for (number, sequence) in sequences.enumerated() {
        _ = texts.number(of: "\(number)", isQuery: false) { Encoding(ids: sequence.ids, typeIDs: sequence.types) }
      }
      let rows = rows.enumerated().map { place, numbers in
        PairRow(
          anchor: numbers[0], positive: numbers[1], negatives: Array(numbers.dropFirst(2)), score: scores?[place])
      }
      return (rows, texts)
    }

    /// Forward, loss and backward over some of the rows.
    func step(_ model: SequenceClassifier, _ chosen: [Int], _ compute: Compute) -> Double {
      let (rows, texts) = pairs
      var options = ContrastiveOptions()
      options.dimensions = dimensions
      return PairLoss(options, known: rows).step(
        chosen.map { rows[$0] }, of: texts, model, share: 1, dropout: nil, compute)
    }
  }

  private static let names = [
    "pairs", "triplets", "nested", "nested scored", "max", "square root", "weighted", "last and cls",
  ]
  private static let poolings: [String: TokenPooling] = [
    "cls": .first, "max": .maximum, "mean": .mean, "mean_sqrt_len_tokens": .meanSquareRootLength,
    "weightedmean": .positionWeightedMean, "lasttoken": .last,
  ]

  private func figures() throws -> Figures {
    try Golden.load(Figures.self, "contrastive.json", target: "BertTuningTests")
  }

  private func load(_ name: String) throws -> (Case, SequenceClassifier) {
    let golden = try #require(try figures().cases[name])
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("contrastive-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let file = directory.appendingPathComponent("model.safetensors")
    try SafetensorsWriter.write(
      golden.shapes.sorted { $0.key < $1.key }.map { name, shape in
        TensorSource(name: name, shape: shape, values: GoldenWeights.values(of: name, shape: shape))
      }, metadata: ["format": "pt"], to: file)
    let model = try SequenceClassifier(
      vectorsOf: Checkpoint(at: file), configuration: golden.config,
      poolings: golden.poolings.map { try #require(Self.poolings[$0]) })
    model.setTrained { _ in true }
    return (golden, model)
  }

  /// The names of the encoder alone lack the prefix that those of a model with a head have.
  private func bare(_ parameter: Parameter) -> String { String(parameter.name.drop { $0 != "." }.dropFirst()) }

  @Test(arguments: names, [1, 2]) func lossVectorsAndGradients(name: String, threads: Int) throws {
    let (golden, model) = try load(name), compute = Compute(threads: threads)
    let batch = TokenBatch(golden.sequences.map { Encoding(ids: $0.ids, typeIDs: $0.types) })
    let vectors = model.logits(batch, compute: compute)
    for (row, expected) in golden.vectors.enumerated() {
      for (column, value) in expected.enumerated() { #expect(abs(vectors[row, column] - value) <= 1e-4) }
    }
    let loss = golden.step(model, Array(golden.rows.indices), compute)
    #expect(abs(loss - golden.loss) <= 1e-5 * max(1, golden.loss), "\(loss), not \(golden.loss)")
    #expect(Set(model.parameters.map(bare)) == Set(golden.gradients.keys))
    for parameter in model.parameters {
      try #require(golden.gradients[bare(parameter)]).expectGradient(of: parameter)
    }
  }

  @Test(arguments: names) func tenSteps(name: String) throws {
    let (golden, model) = try load(name), compute = Compute(threads: 2)
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = 1
    let optimizer = AdamW(parameters: model.trainable, options: options)
    for (number, rows) in golden.training.batches.enumerated() {
      let loss = golden.step(model, rows, compute), expected = golden.training.losses[number]
      #expect(abs(loss - expected) <= 5e-5 * max(1, expected), "loss of step \(number): \(loss), not \(expected)")
      optimizer.step(learningRate: { _ in golden.training.rate }, compute: compute)
    }
    // A weight whose gradient is rounding alone moves by the rate in a direction that rounding chooses.
    for parameter in model.parameters {
      let after = try #require(golden.after[bare(parameter)]), values = parameter.fileValues
      let far = after.values.enumerated().count { abs(values[$0.offset * after.stride] - $0.element) > 1e-4 }
      let isOfKeys =
        parameter.name.contains("key.bias") || parameter.name.contains("k_lin.bias")
        || parameter.name.contains("attn.k.bias")
      if !isOfKeys { #expect(far <= after.values.count / 12, "\(parameter.name): \(far) of \(after.values.count)") }
    }
  }

  struct Retrieval: Decodable {
    let found: [[Int]]
    let relevant: [[Int]]
    let texts: Int
    let figures: [String: Double]
  }

  @Test func figuresOfASearch() throws {
    let golden = try figures().retrieval
    let metrics = RetrievalMetrics(found: golden.found, relevant: golden.relevant.map(Set.init), texts: golden.texts)
    let told = try JSONDecoder().decode([String: Double].self, from: JSONEncoder().encode(metrics))
    for (name, figure) in golden.figures { #expect(abs(try #require(told[name]) - figure) < 1e-9, "\(name)") }
    #expect(metrics.queries == golden.found.count && metrics.texts == golden.texts)
    #expect(metrics.recallAt1 > 0 && metrics.recallAt1 < metrics.recallAt10)
  }

  struct Negatives: Decodable {
    let queries: [[Float]]
    let texts: [[Float]]
    let pairs: [[Int]]
    let negatives: [[Int]?]
    let count: Int
    let margin: Double
  }

  @Test func hardNegativesAreThoseOfTheReference() throws {
    let golden = try figures().negatives, compute = Compute(threads: 1)
    func units(_ rows: [[Float]]) throws -> UnitRows {
      try UnitRows(Matrix(rows: rows.count, columns: rows[0].count, values: rows.flatMap { $0 }), compute: compute)
    }
    // Texts are numbered behind the queries.
    let first = golden.queries.count
    let rows = golden.pairs.map { PairRow(anchor: $0[0], positive: first + $0[1]) }
    let mining = HardNegatives(count: golden.count, margin: golden.margin, rows: rows, known: rows)
    let mined = mining.chosen(
      asked: try units(mining.queries.map { golden.queries[$0] }),
      found: try units(mining.searched.map { golden.texts[$0 - first] }), compute)
    for (row, expected) in zip(mined, golden.negatives) {
      let found = row.negatives.map { $0 - first }
      if let expected { #expect(found == expected, "\(row)") } else { #expect(found.count < golden.count, "\(row)") }
    }
    #expect(golden.negatives.contains { $0 != nil })
  }
}
