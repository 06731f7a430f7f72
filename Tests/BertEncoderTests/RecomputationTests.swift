import BertEncoder
import BertKernels
import BertText
import BertTuning
import Testing
import _TestSupport

/// Ways to need less memory must not show in the gradients.
@Suite struct RecomputationTests {
  private func step(
    _ model: SequenceClassifier, _ parts: [(batch: TokenBatch, labels: [Int], key: DropoutKey?, share: Float)],
    _ compute: Compute
  ) -> (loss: Double, gradients: [[Float]]) {
    model.zeroGradients(compute: compute)
    var loss = 0.0
    for part in parts {
      loss +=
        Double(part.share)
        * model.trainingStep(
          part.batch, targets: part.labels, loss: CrossEntropy(), dropout: part.key, lossScale: part.share,
          compute: compute
        ).loss
    }
    return (loss, model.parameters.map { $0.gradient?.toArray() ?? [] })
  }

  private static let names = [
    "hidden60", "distilbert", "roberta", "camembert", "electra", "electra-unprojected", "albert", "albert-groups",
    "mpnet", "gpt2", "gpt2-scaled", "xlnet", "xlnet-clamped", "modernbert", "deberta", "deberta-apart",
    "gte", "nomic-bert", "eurobert",
  ]

  /// The figures that keeping everything must equal are PyTorch's: see ``AgreementTests``.
  @Test("Running layers again gives the same bytes, with dropout and with frozen layers", arguments: names, [0, 2])
  func recomputation(name: String, lowest: Int) throws {
    let golden = try GoldenModel.load(name)
    let model = try TestModels.small(golden), compute = Compute(threads: 2)
    model.dropoutRates = DropoutRates(all: 0.2)
    model.setTrained { $0.depth >= lowest }
    let batch = golden.batch(Array(golden.sequences.indices))
    let part = (batch, golden.labels, DropoutKey(seed: 3, step: 1) as DropoutKey?, Float(1))
    let kept = step(model, [part], compute), heldWithTape = compute.arena.byteCount
    let other = Compute(threads: 2)
    model.recomputes = true
    let again = step(model, [part], other)
    #expect(kept.loss == again.loss)
    #expect(kept.gradients == again.gradients)
    // The smaller models fit into the first piece of memory that an arena takes.
    if name == "hidden60" { #expect(other.arena.byteCount < heldWithTape) }
  }

  @Test(
    "A batch in parts has the gradients of the whole, to rounding, with dropout at every place",
    arguments: names)
  func parts(name: String) throws {
    let golden = try GoldenModel.load(name)
    let model = try TestModels.small(golden), compute = Compute(threads: 2)
    model.dropoutRates = DropoutRates(all: 0.2)
    model.setTrained { _ in true }
    let indices = Array(golden.sequences.indices)
    let whole = golden.batch(indices)
    let expected = step(model, [(whole, golden.labels, DropoutKey(seed: 3, step: 1), 1)], compute)
    var firstToken = 0
    var parts: [(batch: TokenBatch, labels: [Int], key: DropoutKey?, share: Float)] = []
    for range in [0..<1, 1..<3, 3..<indices.count] {
      let batch = golden.batch(Array(indices[range]))
      var key = DropoutKey(seed: 3, step: 1)
      key.tokens = .init(first: firstToken, total: whole.tokenCount)
      key.sequences = .init(first: range.lowerBound, total: indices.count)
      parts.append((batch, Array(golden.labels[range]), key, Float(range.count) / Float(indices.count)))
      firstToken += batch.tokenCount
    }
    let result = step(model, parts, compute)
    #expect(abs(result.loss - expected.loss) < 1e-6)
    for (parameter, (a, b)) in zip(model.parameters, zip(result.gradients, expected.gradients))
    where ![".key.bias", ".k_lin.bias", ".attn.k.bias", ".pos_key_proj.bias"].contains(where: parameter.name.hasSuffix)
    {
      // A bias of the keys has no gradient but rounding.
      let norm = b.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      let difference = zip(a, b).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }.squareRoot()
      #expect(difference <= 1e-5 * norm, "\(parameter.name): \(difference) of \(norm)")
    }
  }
}
