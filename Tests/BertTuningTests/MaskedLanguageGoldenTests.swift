import BertCheckpoint
import BertEncoder
import BertKernels
import BertText
import BertTuning
import Foundation
import Testing
import _TestSupport

/// Learning masked tokens against transformers' classes …ForMaskedLM: `Scripts/golden/masked_language.py`.
@Suite struct MaskedLanguageGoldenTests {
  private struct Figures: Decodable { let cases: [String: Case] }

  struct Case: Decodable {
    let config: EncoderConfiguration
    let shapes: [String: [Int]]
    let sequences: [GoldenModel.Sequence]
    /// The id that each token was, −100 where it is not predicted.
    let labels: [[Int32]]
    /// Of all tokens of the third sequence, `[T, V]`.
    let logits: [Float]?
    let loss: Double
    let gradients: [String: GoldenModel.Sample]
    let training: TaskGoldenTests.Case.Training?

    /// The figures of a gradient; PyTorch calls a matrix that two modules share by the one that it meets first.
    func gradient(of parameter: Parameter) -> GoldenModel.Sample? {
      gradients[parameter.name]
        ?? (parameter.name.hasSuffix("word_embeddings.weight") ? gradients["lm_head.decoder.weight"] : nil)
    }

    /// Forward, loss and backward over some of the sequences.
    func step(_ model: SequenceClassifier, _ indices: [Int], _ compute: Compute) -> Double {
      let labels = indices.flatMap { self.labels[$0] }
      let rows = labels.indices.filter { labels[$0] >= 0 }
      return model.maskedStep(
        batch(indices), rows: rows, targets: rows.map { labels[$0] }, dropout: nil, compute: compute)
    }

    func batch(_ indices: [Int]) -> TokenBatch {
      TokenBatch(indices.map { Encoding(ids: sequences[$0].ids, typeIDs: sequences[$0].types) })
    }
  }

  private static let names = [
    "bert", "distilbert", "roberta", "camembert", "xlm-roberta", "albert", "mpnet", "electra", "modernbert",
    "modernbert-biases", "deberta", "deberta-newer",
    "gte", "nomic-bert", "eurobert", "eurobert-tied",
  ]

  private static let figures = Result {
    try Golden.load(Figures.self, "masked-language.json", target: "BertTuningTests")
  }

  private func load(_ name: String) throws -> (Case, SequenceClassifier) {
    let golden = try #require(try Self.figures.get().cases[name])
    let model = try TestModels.small(
      golden.config, shapes: golden.shapes, classes: golden.config.vocabularySize, head: .maskedTokens)
    #expect(model.freshParameters.isEmpty)
    return (golden, model)
  }

  @Test(arguments: names) func logits(name: String) throws {
    let (golden, model) = try load(name)
    let expected = try #require(golden.logits)
    let logits = model.logits(golden.batch([2]), compute: Compute(threads: 1)).toArray()
    #expect(logits.count == expected.count)
    for (index, (found, expected)) in zip(logits, expected).enumerated() {
      #expect(abs(found - expected) <= 1e-5 * max(1, abs(expected)), "logit \(index)")
    }
  }

  @Test(arguments: names + ["bert-many-words"], [1, 2]) func lossAndGradients(name: String, threads: Int) throws {
    let (golden, model) = try load(name), compute = Compute(threads: threads)
    model.setTrained { _ in true }
    let loss = golden.step(model, Array(golden.sequences.indices), compute)
    #expect(abs(loss - golden.loss) <= 1e-5 * golden.loss)
    #expect(model.parameters.count == golden.gradients.count)
    for parameter in model.parameters { try #require(golden.gradient(of: parameter)).expectGradient(of: parameter) }
  }

  @Test(arguments: ["bert", "distilbert", "roberta", "albert", "electra", "modernbert", "eurobert"]) func tenSteps(
    name: String
  )
    throws
  {
    let (golden, model) = try load(name), compute = Compute(threads: 2)
    let training = try #require(golden.training)
    model.setTrained { _ in true }
    var options = AdamWOptions()
    options.weightDecay = 0.01
    options.clipNorm = 1
    let optimizer = AdamW(parameters: model.trainable, options: options)
    for (step, indices) in training.batches.enumerated() {
      let loss = golden.step(model, indices, compute), expected = training.losses[step]
      #expect(abs(loss - expected) <= 1e-5 * max(1, expected), "loss of step \(step)")
      optimizer.step(learningRate: { _ in training.rate }, compute: compute)
    }
  }

  /// A checkpoint of a case's tensors, with others in their place or beside them.
  private func checkpoint(
    _ folder: Scratch, _ golden: Case, without prefix: String = "none", adding: [String: [Int]] = [:]
  ) throws -> Checkpoint {
    let url = folder.url.appendingPathComponent("model.safetensors")
    let shapes = golden.shapes.filter { !$0.key.hasPrefix(prefix) }.merging(adding) { $1 }
    try SafetensorsWriter.write(
      shapes.sorted { $0.key < $1.key }.map { name, shape in
        TensorSource(name: name, shape: shape, values: GoldenWeights.values(of: name, shape: shape))
      }, metadata: ["format": "pt"], to: url)
    return try Checkpoint(at: url)
  }

  /// The bias of a new head begins with the logarithm of the words' shares, that of the checkpoint stays.
  @Test func theBiasBeginsWithTheWords() throws {
    let golden = try load("bert").0, counts = (0..<golden.config.vocabularySize - 7).map { $0 % 3 }
    func bias(without prefix: String) throws -> [Float] {
      let folder = try Scratch(), file = try checkpoint(folder, golden, without: prefix)
      let model = try SequenceClassifier(checkpoint: file, configuration: golden.config, classes: 3, seed: 1)
      try model.addMaskedHead(of: file, seed: 1)
      model.startMaskedBias(counts: counts)
      return try #require(model.addedParameters.first { $0.name == "cls.predictions.bias" }).fileValues
    }
    let found = try bias(without: "cls.")
    let total = Double(counts.reduce(0, +)) + 0.01 * Double(golden.config.vocabularySize)
    for (word, value) in found.enumerated() {
      let count = word < counts.count ? Double(counts[word]) : 0
      #expect(abs(Double(value) - log((count + 0.01) / total)) < 1e-5)
    }
    #expect(
      try bias(without: "none")
        == GoldenWeights.values(of: "cls.predictions.bias", shape: [golden.config.vocabularySize]))
  }

  /// A classifier with the head beside its own learns what a model of the head alone does, and is written without it.
  @Test func aHeadBesideTheModelsOwn() throws {
    let (golden, alone) = try load("bert"), folder = try Scratch(), compute = Compute(threads: 1)
    let file = try checkpoint(folder, golden)
    let model = try SequenceClassifier(checkpoint: file, configuration: golden.config, classes: 3, seed: 1)
    try model.addMaskedHead(of: file, seed: 1)
    #expect(model.addedParameters.count == 5 && model.freshAddedParameters.isEmpty)
    #expect(!model.tensorSources.contains { $0.name.hasPrefix("cls.predictions.") })
    for each in [alone, model] { each.setTrained { _ in true } }
    let indices = Array(golden.sequences.indices)
    #expect(golden.step(model, indices, compute) == golden.step(alone, indices, compute))
    for parameter in alone.parameters {
      let other = try #require(model.trainable.first { $0.name == parameter.name })
      #expect(other.gradientValues == parameter.gradientValues, "\(parameter.name)")
    }
  }

  /// Published files of DeBERTa-v3 have the newer form's tensors, and a configuration that does not say so.
  @Test func debertasHeadIsFoundUnderEitherName() throws {
    let (golden, newer) = try load("deberta-newer"), folder = try Scratch()
    var configuration = golden.config
    configuration.hasOlderMaskedHead = true
    let model = try SequenceClassifier(
      maskedTokensOf: checkpoint(folder, golden), configuration: configuration, seed: 1)
    #expect(model.freshParameters.isEmpty)
    let compute = Compute(threads: 1), batch = golden.batch([2, 3])
    #expect(model.logits(batch, compute: compute).toArray() == newer.logits(batch, compute: compute).toArray())
    #expect(model.tensorSources.contains { $0.name == "cls.predictions.transform.dense.weight" })
    #expect(newer.tensorSources.contains { $0.name == "lm_predictions.lm_head.dense.weight" })
  }

  @Test func whatNeverSawAMaskIsRefused() throws {
    let bert = try load("bert").0, electra = try load("electra").0, deberta = try load("deberta").0
    let width = [bert.config.vocabularySize, bert.config.hiddenSize]
    let cases: [(golden: Case, without: String, adding: [String: [Int]], words: String)] = [
      (bert, "none", ["cls.predictions.decoder.weight": width], "vocabulary of its own"),
      (bert, "none", ["cls.predictions.decoder.bias": [bert.config.vocabularySize]], "vocabulary of its own"),
      (electra, "generator_", ["discriminator_predictions.dense.weight": [36, 36]], "discriminator"),
      (deberta, "cls.", ["mask_predictions.dense.weight": [24, 24]], "discriminator"),
    ]
    for (golden, without, adding, words) in cases {
      let folder = try Scratch(), file = try checkpoint(folder, golden, without: without, adding: adding)
      #expect("\(words)") {
        _ = try SequenceClassifier(maskedTokensOf: file, configuration: golden.config, seed: 1)
      } throws: { error in
        guard case .notForMaskedTokens(let reason, _)? = error as? ModelError else { return false }
        return reason.contains(words)
      }
    }
    // A bare encoder of the kind begins with a new head.
    let folder = try Scratch()
    let model = try SequenceClassifier(
      maskedTokensOf: checkpoint(folder, electra, without: "generator_"), configuration: electra.config, seed: 1)
    #expect(model.freshParameters.count == 5)
  }

  /// EuroBERT's head is a matrix of its own, or the word embeddings where the configuration ties them; a bare encoder begins with
  /// a new one.
  @Test func aMatrixOfTheVocabularyOfItsOwn() throws {
    let own = try load("eurobert"), tied = try load("eurobert-tied")
    #expect(own.0.config.hasOwnWordMatrix && !tied.0.config.hasOwnWordMatrix)
    #expect(own.1.parameters.contains { $0.name == "lm_head.weight" })
    #expect(tied.1.parameters.filter { $0.name.hasPrefix("lm_head.") }.map(\.name) == ["lm_head.bias"])
    let folder = try Scratch(), bare = try checkpoint(folder, own.0, without: "lm_head.")
    let model = try SequenceClassifier(maskedTokensOf: bare, configuration: own.0.config, seed: 1)
    #expect(model.freshParameters == ["lm_head.weight"])
    let matrix = try #require(model.parameters.first { $0.name == "lm_head.weight" })
    #expect(matrix.fileValues.contains { $0 != 0 })
  }
}
