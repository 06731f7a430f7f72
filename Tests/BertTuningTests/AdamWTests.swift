import BertEncoder
import BertKernels
import BertTuning
import Testing
import _TestSupport

/// Ten steps of AdamW with clipping against `torch.optim.AdamW` and `clip_grad_norm_`.
@Suite struct AdamWTests {
  @Test("Ten steps of small models", arguments: ["hidden60", "hidden48-tanh"], [1, 2, 3])
  func small(name: String, threads: Int) throws {
    let golden = try GoldenModel.load(name)
    try expectSteps(TestModels.small(golden), golden, threads: threads, weightTolerance: 2e-4)
  }

  @Test(
    "Ten steps of small models of the other architectures",
    arguments: [
      "distilbert", "roberta", "camembert", "xlm-roberta", "electra", "electra-unprojected", "albert", "albert-groups",
      "mpnet", "gpt2", "gpt2-scaled", "xlnet", "xlnet-clamped", "modernbert", "modernbert-biases", "modernbert-old",
      "deberta", "deberta-apart", "deberta-queries", "deberta-keys", "deberta-positions", "deberta-long",
      "gte", "gte-scaled", "nomic-bert", "eurobert", "eurobert-mean", "eurobert-bos",
    ])
  func family(name: String) throws {
    let golden = try GoldenModel.load(name)
    try expectSteps(TestModels.small(golden), golden, threads: 2, weightTolerance: 2e-4)
  }

  @Test("Ten steps of all-MiniLM-L6-v2", .enabled(if: RealData.isAvailable))
  func real() async throws {
    let golden = try GoldenModel.load("minilm")
    try expectSteps(await TestModels.miniLM(golden), golden, threads: 2, weightTolerance: 2e-5)
  }

  @Test("Ten steps of classifiers of tokens", arguments: ["bert", "roberta", "distilbert"], [1, 2])
  func tokens(name: String, threads: Int) throws {
    let golden = try GoldenTokenModel.load(name), loss = LabelledRows(CrossEntropy())
    let compute = Compute(threads: threads)
    try expectSteps(golden.model(), #require(golden.training), compute, lossTolerance: 1e-5, weightTolerance: 2e-4) {
      model, indices in
      let targets = golden.targets(indices)
      return model.trainingStep(golden.batch(indices), dropout: nil, compute: compute) {
        loss.evaluate($0, targets, scale: 1, gradient: $1)
      }.loss
    }
  }

  private func expectSteps(
    _ model: SequenceClassifier, _ golden: GoldenModel, threads: Int, weightTolerance: Float
  ) throws {
    let compute = Compute(threads: threads)
    try expectSteps(model, golden.training, compute, lossTolerance: 1e-4, weightTolerance: weightTolerance) {
      $0.trainingStep(
        golden.batch($1), targets: $1.map { golden.labels[$0] },
        loss: CrossEntropy(classWeights: golden.class_weights), dropout: nil, compute: compute
      ).loss
    }
  }

  /// - Parameter step: Forward and backward over some of the sequences; returns the loss.
  private func expectSteps(
    _ model: SequenceClassifier, _ training: GoldenModel.Training, _ compute: Compute, lossTolerance: Double,
    weightTolerance: Float, step: (SequenceClassifier, [Int]) -> Double
  ) throws {
    model.setTrained { _ in true }
    let optimizer = AdamW(parameters: model.parameters, options: AdamWOptions())
    for (number, indices) in training.batches.enumerated() {
      let loss = step(model, indices)
      let norm = optimizer.step(learningRate: { _ in training.rate }, compute: compute)
      #expect(
        abs(loss - training.losses[number]) < lossTolerance * max(1, training.losses[number]), "loss of step \(number)")
      #expect(abs(Double(norm) - training.norms[number]) < 1e-3 * training.norms[number], "norm of step \(number)")
    }
    for parameter in model.parameters where !hasNoGradient(parameter) {
      // The keys' bias has no gradient but rounding, which Adam's division blows up to full steps of either sign.
      let sample = try #require(training.weights[parameter.name])
      let values = parameter.fileValues
      for (index, expected) in sample.values.enumerated() {
        #expect(
          abs(values[index * sample.stride] - expected) < weightTolerance,
          "\(parameter.name) at \(index * sample.stride)")
      }
    }
  }

  private func hasNoGradient(_ parameter: Parameter) -> Bool {
    [
      ".key.bias", ".k_lin.bias", ".attn.k.bias", ".c_attn.bias", ".key_proj.bias", "pos_key_proj.bias",
      "deberta.encoder.LayerNorm.bias",
    ].contains { parameter.name.hasSuffix($0) }
  }

  @Test("The same bytes at any number of threads")
  func threadsDoNotShow() throws {
    let golden = try GoldenModel.load("hidden60")
    let results = try [1, 2, 3, 16].map { threads -> [UInt32] in
      let model = try TestModels.small(golden), compute = Compute(threads: threads)
      model.dropoutRates = DropoutRates(all: 0.1)
      model.setTrained { _ in true }
      let optimizer = AdamW(parameters: model.parameters, options: AdamWOptions())
      for step in 0..<3 {
        let indices = golden.training.batches[step]
        _ = model.trainingStep(
          golden.batch(indices), targets: indices.map { golden.labels[$0] }, loss: CrossEntropy(),
          dropout: DropoutKey(seed: 7, step: UInt64(step)), compute: compute)
        optimizer.step(learningRate: { _ in 1e-3 }, compute: compute)
      }
      return model.parameters.flatMap { $0.value.toArray().map(\.bitPattern) }
    }
    for result in results { #expect(result == results[0]) }
  }

  /// `clip_grad_norm_` multiplies all gradients by a factor that is then not a number either.
  @Test("A gradient that is not a number leaves no weight as if it had been clipped")
  func notANumber() throws {
    let golden = try GoldenModel.load("hidden60")
    let model = try TestModels.small(golden), compute = Compute(threads: 2)
    model.setTrained { _ in true }
    let optimizer = AdamW(parameters: model.parameters, options: AdamWOptions())
    _ = model.trainingStep(
      golden.batch([2, 3]), targets: [0, 1], loss: CrossEntropy(), dropout: nil, compute: compute)
    let spoilt = try #require(model.parameters.last { $0.part == .classifier })
    try #require(spoilt.gradient)[0, 0] = .nan
    #expect(optimizer.step(learningRate: { _ in 1e-3 }, compute: compute).isNaN)
    for parameter in model.parameters where parameter.touchedRows == nil {
      let isSpoilt = parameter.value.toArray().allSatisfy { $0.isNaN }
      #expect(isSpoilt, "\(parameter.name)")
    }
  }

  @Test("Frozen parameters keep their bytes, and so does all below the lowest trained layer")
  func frozen() throws {
    let golden = try GoldenModel.load("hidden60")
    let model = try TestModels.small(golden), compute = Compute(threads: 2)
    let before = model.parameters.map { $0.value.toArray() }
    model.setTrained { $0.depth >= 3 }
    let optimizer = AdamW(parameters: model.parameters, options: AdamWOptions())
    _ = model.trainingStep(
      golden.batch([2, 3]), targets: [0, 1], loss: CrossEntropy(), dropout: nil, compute: compute)
    optimizer.step(learningRate: { _ in 1e-3 }, compute: compute)
    for (parameter, values) in zip(model.parameters, before) {
      let isSame = parameter.value.toArray().map(\.bitPattern) == values.map(\.bitPattern)
      #expect(isSame == (parameter.depth < 3), "\(parameter.name)")
    }
  }
}
