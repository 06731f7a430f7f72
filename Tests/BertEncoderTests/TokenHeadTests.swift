import BertEncoder
import BertKernels
import BertText
import BertTuning
import Testing
import _TestSupport

/// Classifiers of tokens against transformers and PyTorch: logits, loss, each gradient, and the rates of dropout.
@Suite struct TokenHeadTests {
  static let architectures = [
    "bert", "distilbert", "roberta", "camembert", "xlm-roberta", "electra", "albert", "mpnet", "gpt2", "xlnet",
    "modernbert", "deberta",
    "gte", "nomic-bert", "eurobert",
  ]

  @Test("Logits of each token", arguments: architectures, [1, 2])
  func logits(name: String, threads: Int) throws {
    let golden = try GoldenTokenModel.load(name)
    let model = try golden.model(), compute = Compute(threads: threads), batch = golden.batch
    #expect(model.freshParameters.isEmpty)
    let logits = model.logits(batch, compute: compute)
    #expect(logits.rows == batch.tokenCount)
    for (index, expected) in golden.logits.enumerated() {
      let rows = batch.boundaries[index]..<batch.boundaries[index + 1]
      expectValues(logits.rows(rows).toArray(), expected, largest: 1e-5, typical: 1e-6, "sequence \(index)")
    }
    model.prepareForInference(compute)
    #expect(model.logits(batch, compute: compute).toArray() == logits.toArray())
  }

  @Test("Loss and gradients, with tokens that have no label", arguments: architectures, [1, 2])
  func gradients(name: String, threads: Int) throws {
    let golden = try GoldenTokenModel.load(name)
    let model = try golden.model(), compute = Compute(threads: threads)
    model.setTrained { _ in true }
    let result = model.trainingStep(golden.batch, dropout: nil, compute: compute, loss: labelledLoss(golden.targets))
    #expect(abs(result.loss - golden.loss) < 1e-5)
    #expect(Set(model.parameters.map(\.name)) == Set(golden.gradients.keys))
    for parameter in model.parameters {
      let sample = try #require(golden.gradients[parameter.name])
      try expectGradient(parameter, sample, largest: 1e-4)
    }
  }

  @Test("The rate of dropout before the classifier is that of transformers' class", arguments: architectures)
  func dropoutRates(name: String) throws {
    for dropout in try GoldenTokenModel.load(name).dropouts {
      #expect(DropoutRates(dropout.config, head: .token).classifier == dropout.rate)
    }
  }

  @Test(
    "With dropout, the loss falls along each gradient",
    arguments: ["bert", "albert", "gpt2", "xlnet", "modernbert", "deberta"])
  func directionalDerivatives(name: String) throws {
    let golden = try GoldenTokenModel.load(name)
    let model = try golden.model(), compute = Compute(threads: 2)
    model.dropoutRates = DropoutRates(all: 0.3)
    model.setTrained { _ in true }
    try expectSteepness(model) {
      model.zeroGradients(compute: compute)
      return model.trainingStep(
        golden.batch, dropout: DropoutKey(seed: 11, step: 4), compute: compute, loss: labelledLoss(golden.targets)
      ).loss
    }
  }

  @Test("A part of the batch draws the masks that its tokens have in the whole")
  func parts() throws {
    let golden = try GoldenTokenModel.load("bert")
    let model = try golden.model(), compute = Compute(threads: 1), batch = golden.batch
    model.dropoutRates.classifier = 0.5
    model.setTrained { _ in true }
    func logits(_ range: Range<Int>, _ key: DropoutKey) -> [Float] {
      let sequences = golden.sequences[range].map { Encoding(ids: $0.ids, typeIDs: $0.types) }
      return model.trainingStep(TokenBatch(sequences), dropout: key, compute: compute) { _, gradient in
        gradient.fill(0)
        return 0
      }.logits.toArray()
    }
    var key = DropoutKey(seed: 3, step: 1)
    let whole = logits(0..<golden.sequences.count, key)
    let first = batch.boundaries[2]
    key.tokens = Dropout.Slice(first: first, total: batch.tokenCount)
    key.sequences = Dropout.Slice(first: 2, total: batch.sequenceCount)
    #expect(logits(2..<golden.sequences.count, key) == Array(whole.dropFirst(first * golden.classes)))
  }

  /// The loss that training takes.
  private func labelledLoss(_ targets: [Int?]) -> (Matrix, Matrix) -> Double {
    { LabelledRows(CrossEntropy()).evaluate($0, targets, scale: 1, gradient: $1) }
  }
}
