import BertEncoder
import BertKernels
import BertText
import BertTuning
import Testing
import _TestSupport

/// Stage by stage against transformers and PyTorch: embeddings, each layer, pooler, logits, each gradient.
@Suite struct AgreementTests {
  static let small = ["hidden60", "hidden48-tanh"]
  static let family = [
    "distilbert", "roberta", "camembert", "xlm-roberta", "electra", "electra-unprojected", "albert", "albert-groups",
    "mpnet", "gpt2", "gpt2-scaled", "xlnet", "xlnet-clamped", "modernbert", "modernbert-biases", "modernbert-old",
    "deberta", "deberta-apart", "deberta-queries", "deberta-keys", "deberta-positions", "deberta-long",
    "gte", "gte-scaled", "nomic-bert", "eurobert", "eurobert-mean", "eurobert-bos",
  ]

  @Test("Forward of small models of odd sizes", arguments: small, [1, 2, 3])
  func smallForward(name: String, threads: Int) throws {
    let golden = try GoldenModel.load(name)
    try expectForward(TestModels.small(golden), golden, threads: threads)
  }

  @Test("Gradients of small models of odd sizes", arguments: small, [1, 2])
  func smallGradients(name: String, threads: Int) throws {
    let golden = try GoldenModel.load(name)
    try expectGradients(TestModels.small(golden), golden, threads: threads)
  }

  @Test("Forward of small models of the other architectures", arguments: family, [1, 2])
  func familyForward(name: String, threads: Int) throws {
    let golden = try GoldenModel.load(name)
    try expectForward(TestModels.small(golden), golden, threads: threads)
  }

  @Test("Gradients of small models of the other architectures", arguments: family, [1, 2])
  func familyGradients(name: String, threads: Int) throws {
    let golden = try GoldenModel.load(name)
    try expectGradients(TestModels.small(golden), golden, threads: threads)
  }

  @Test("Forward of all-MiniLM-L6-v2", .enabled(if: RealData.isAvailable))
  func realForward() async throws {
    let golden = try GoldenModel.load("minilm")
    try expectForward(await TestModels.miniLM(golden), golden, threads: 2)
  }

  @Test("Gradients of all-MiniLM-L6-v2", .enabled(if: RealData.isAvailable))
  func realGradients() async throws {
    let golden = try GoldenModel.load("minilm")
    try expectGradients(await TestModels.miniLM(golden), golden, threads: 2)
  }

  @Test("Weights packed for inference give the same bytes, and training forgets them")
  func packedWeights() throws {
    let golden = try GoldenModel.load("hidden60")
    let model = try TestModels.small(golden), compute = Compute(threads: 2)
    let batch = golden.batch([0, 1, 2, 3])
    let before = model.logits(batch, compute: compute).toArray()
    model.prepareForInference(compute)
    #expect(model.logits(batch, compute: compute).toArray() == before)
    model.setTrained { _ in true }
    _ = model.trainingStep(batch, targets: [0, 1, 2, 0], loss: CrossEntropy(), dropout: nil, compute: compute)
    for parameter in model.parameters where parameter.name.hasSuffix("query.weight") { parameter.value.fill(0) }
    #expect(model.logits(batch, compute: compute).toArray() != before)
  }

  private func expectForward(_ model: SequenceClassifier, _ golden: GoldenModel, threads: Int) throws {
    let compute = Compute(threads: threads)
    // All sequences in one packed batch: that the others are there must not show.
    let batch = golden.batch(Array(golden.sequences.indices))
    let states = model.encoder.allHiddenStates(batch, compute: compute)
    let pooled = model.pooledFeatures(batch, compute: compute), logits = model.logits(batch, compute: compute)
    let final = model.encoder.hiddenStates(batch, compute: compute)
    #expect(final.toArray() == states[states.count - 1].toArray())
    for (index, forward) in golden.forward.enumerated() {
      let rows = batch.boundaries[index]..<batch.boundaries[index + 1]
      #expect(forward.hidden.count == states.count)
      for (layer, sample) in forward.hidden.enumerated() {
        expectSample(
          states[layer].rows(rows).toArray(), sample, largest: 1e-4, typical: 1e-5, "sequence \(index), layer \(layer)")
      }
      expectValues(pooled.rows(index..<index + 1).toArray(), forward.pooled, largest: 1e-4, typical: 1e-5, "pooled")
      expectValues(logits.rows(index..<index + 1).toArray(), forward.logits, largest: 1e-4, typical: 1e-5, "logits")
    }
  }

  private func expectGradients(_ model: SequenceClassifier, _ golden: GoldenModel, threads: Int) throws {
    let compute = Compute(threads: threads)
    model.setTrained { _ in true }
    let result = model.trainingStep(
      golden.batch(Array(golden.sequences.indices)), targets: golden.labels,
      loss: CrossEntropy(classWeights: golden.class_weights),
      dropout: nil, compute: compute)
    #expect(abs(result.loss - golden.loss) < 1e-5)
    #expect(model.parameters.count == golden.gradients.count)
    for parameter in model.parameters {
      try expectGradient(parameter, #require(golden.gradients[parameter.name]), largest: 1e-4)
    }
  }
}

private let keyBiases = [".key.bias", ".k_lin.bias", ".attn.k.bias"]

/// Expects the gradient of a parameter, and its norm, within a relative bound.
func expectGradient(_ parameter: Parameter, _ sample: GoldenModel.Sample, largest: Double) throws {
  let values = try #require(parameter.gradientValues)
  let norm = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  // The gradient of the keys' bias is zero in exact arithmetic: a shift of all scores of a row does not show. What
  // is there is rounding, ours and theirs. DeBERTa's counts where it meets distances.
  if keyBiases.contains(where: { parameter.name.hasSuffix($0) }) || sample.norm < 1e-7 {
    #expect(norm < 1e-5 && sample.norm < 1e-5, "\(parameter.name)")
    return
  }
  #expect(abs(norm - sample.norm) <= largest * sample.norm, "norm of \(parameter.name)")
  let typicalSize = sample.norm / Double(sample.count).squareRoot()
  for (index, expected) in sample.values.enumerated() {
    let difference = abs(Double(values[index * sample.stride]) - Double(expected))
    #expect(
      difference <= largest * max(abs(Double(expected)), 4 * typicalSize, sample.norm * 0.02),
      "\(parameter.name) at \(index * sample.stride)")
  }
}

/// Expects sampled values of a tensor and its norm.
func expectSample(
  _ values: [Float], _ sample: GoldenModel.Sample, largest: Float, typical: Float, _ what: String
) {
  #expect(values.count == sample.count, "\(what)")
  let picked = Swift.stride(from: 0, to: values.count, by: sample.stride).map { values[$0] }
  expectValues(picked, sample.values, largest: largest, typical: typical, what)
  let norm = values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
  #expect(abs(norm - sample.norm) <= 1e-5 * max(1, sample.norm), "\(what): norm")
}

/// Expects the largest absolute difference and the mean one below their bounds.
func expectValues(_ values: [Float], _ expected: [Float], largest: Float, typical: Float, _ what: String) {
  #expect(values.count == expected.count, "\(what)")
  let differences = zip(values, expected).map { abs($0 - $1) }
  let mean = differences.reduce(0, +) / Float(max(1, differences.count))
  #expect(differences.allSatisfy { $0 < largest }, "\(what): \(differences.max() ?? 0)")
  #expect(mean < typical, "\(what): mean \(mean)")
}
